using Sluice.Diagnostics;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Project;

/// <summary>What can be wrong with sluice.yml.</summary>
internal static class SluiceErrors
{
    internal static Diagnostic NoKeys(YamlScalar name) => new(
        "SLUICE2200", Severity.Error, $"the partitions `{name.Text}` say neither `range` nor `keys`", name.Source, name.Span,
        "add `range: [2025, 2029]` or `keys: [north, south]`");

    internal static Diagnostic BothKeys(YamlScalar name) => new(
        "SLUICE2200", Severity.Error, $"the partitions `{name.Text}` say both `range` and `keys`", name.Source, name.Span, "keep one of them");

    internal static Diagnostic BadRange(YamlNode node, string problem) => new(
        "SLUICE2201", Severity.Error, $"`range` {problem}", node.Source, node.Span,
        "write the first and the last key, both whole numbers: `range: [2025, 2029]`");

    internal static Diagnostic DuplicateName(SourceText source, SourceSpan span, string what, string name) => new(
        "SLUICE2202", Severity.Error, $"two {what} are named `{name}`", source, span, "give one of them another name");

    internal static Diagnostic UnknownPartitions(SourceText source, SourceSpan span, string name, IEnumerable<string> known) => new(
        "SLUICE2019", Severity.Error, $"no partitions are named `{name}`", source, span,
        Nearest.Hint(name, known) ?? (known.Any() ? $"sluice.yml has: {string.Join(", ", known)}" : "declare them under `partitions` in sluice.yml"));

    internal static Diagnostic UnknownRule(SourceText source, SourceSpan span, string name, IEnumerable<string> known) => new(
        "SLUICE2203", Severity.Error, $"no rule is named `{name}`", source, span, Nearest.Hint(name, known) ?? "declare it under `rules`");

    internal static Diagnostic UnusedRule(SourceText source, SourceSpan span, string name) => new(
        "SLUICE2204", Severity.Error, $"no gate reads the rule `{name}`", source, span, "name it in the `gate` of a stage, or remove it");

    internal static Diagnostic UnknownWord(YamlNode node, string key, string value, IReadOnlyList<string> known) => new(
        "SLUICE2205", Severity.Error, $"`{key}` is `{value}`, expected {string.Join(" or ", known)}", node.Source, node.Span, Nearest.Hint(value, known));

    internal static Diagnostic UnknownModel(SourceText source, SourceSpan span, string name, string? nearest) => new(
        "SLUICE2206", Severity.Error, $"no model is named `{name}`", source, span, nearest is null ? null : $"did you mean `{nearest}`?");

    internal static Diagnostic UnknownTest(SourceText source, SourceSpan span, string name, string? nearest) => new(
        "SLUICE2206", Severity.Error, $"no data test is named `{name}`", source, span, nearest is null ? null : $"did you mean `{nearest}`?");

    internal static Diagnostic TwoStages(SourceText source, SourceSpan span, string model, string first, string second) => new(
        "SLUICE2207", Severity.Error, $"the stages `{first}` and `{second}` both build `{model}`", source, span,
        "change one of the two selections, so that each model has one stage");

    internal static Diagnostic NoStage(SourceText source, SourceSpan span, string model, IEnumerable<string> stages) => new(
        "SLUICE2208", Severity.Error, $"no stage builds the partitioned model `{model}`", source, span,
        $"let one of the stages select it: {string.Join(", ", stages)}");

    internal static Diagnostic EmptyStage(SourceText source, SourceSpan span, string stage) => new(
        "SLUICE2209", Severity.Warning, $"the stage `{stage}` builds nothing", source, span, "look at its `select`");

    internal static Diagnostic BadThreshold(YamlNode node, string key) => new(
        "SLUICE2210", Severity.Error, $"`{key}` is no threshold", node.Source, node.Span, "write a number or a share: `5` or `0.5%`");

    internal static Diagnostic RuleNeeds(YamlScalar name, string kind, string keys) => new(
        "SLUICE2211", Severity.Error, $"the rule `{name.Text}` of kind `{kind}` needs {keys}", name.Source, name.Span, null);

    internal static Diagnostic MixedPartitions(SourceText source, SourceSpan span, string model, string its, string reads) => new(
        "SLUICE2021", Severity.Error, $"`{model}` is partitioned by `{its}` and reads partitions by `{reads}`", source, span,
        "partition both alike, or read it through a model without partitions");
}
