using Sluice.Diagnostics;
using Sluice.Sql.Project.Yaml;
using Sluice.Sql.Rules;

namespace Sluice.Sql.Project;

/// <summary>What can be wrong with sluice.yml.</summary>
internal static class SluiceErrors
{
    internal static Diagnostic NoKeys(YamlScalar name) => new(
        "SLUICE2200", Severity.Error, $"the partitions `{name.Text}` say neither `range`, nor `keys`, nor `dates`, nor `dimensions`", name.Source, name.Span,
        "add `range: [2025, 2029]`, `keys: [north, south]` or `dates: { from: 2024-01-01, to: today, by: month }`");

    internal static Diagnostic BothKeys(YamlScalar name) => new(
        "SLUICE2200", Severity.Error, $"the partitions `{name.Text}` say more than one of `range`, `keys`, `dates` and `dimensions`", name.Source, name.Span, "keep one of them");

    internal static Diagnostic BadDimensions(YamlNode node, string problem, string? hint = null) => new(
        "SLUICE2201", Severity.Error, $"`dimensions` {problem}", node.Source, node.Span,
        hint ?? "name partitions that stand beside it, the one that goes on in time first: `dimensions: [year, region]`");

    internal static Diagnostic OwnOfDimensions(YamlScalar name, string key) => new(
        "SLUICE2201", Severity.Error, $"the partitions `{name.Text}` have a `{key}` of their own", name.Source, name.Span, "each dimension has its own: remove it here");

    internal static Diagnostic BadRange(YamlNode node, string problem) => new(
        "SLUICE2201", Severity.Error, $"`range` {problem}", node.Source, node.Span,
        "write the first and the last key, both whole numbers: `range: [2025, 2029]`");

    internal static Diagnostic BadDates(YamlNode node, string problem) => new(
        "SLUICE2201", Severity.Error, $"`dates` {problem}", node.Source, node.Span,
        "write `dates: { from: 2024-01-01, to: 2024-12-31, by: month }`; `to` may be today, `by` day, week, month, quarter or year, and `timezone` says whose today it is");

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

    internal static Diagnostic UnknownSource(SourceText source, SourceSpan span, string name, IEnumerable<string> known) => new(
        "SLUICE2206", Severity.Error, $"no source is named `{name}`", source, span, Nearest.Hint(name, known));

    internal static Diagnostic TwoStages(SourceText source, SourceSpan span, string model, string first, string second) => new(
        "SLUICE2207", Severity.Error, $"the stages `{first}` and `{second}` both build `{model}`", source, span,
        "change one of the two selections, so that each model has one stage");

    internal static Diagnostic NoStage(SourceText source, SourceSpan span, string model, IEnumerable<string> stages) => new(
        "SLUICE2208", Severity.Error, $"no stage builds the partitioned model `{model}`", source, span,
        $"let one of the stages select it: {string.Join(", ", stages)}");

    internal static Diagnostic EmptyStage(SourceText source, SourceSpan span, string stage) => new(
        "SLUICE2209", Severity.Warning, $"the stage `{stage}` builds nothing", source, span, "look at its `select`");

    internal static Diagnostic BadThreshold(YamlNode node, string key, ThresholdForm form) => new(
        "SLUICE2210", Severity.Error, $"`{key}` is no threshold", node.Source, node.Span, form switch
        {
            ThresholdForm.Age => "write a time: `90m`, `36h`, `1d` or `2w`",
            ThresholdForm.Amount => "write a number: `5`; what it counts is a share of nothing",
            _ => "write a number or a share: `5` or `0.5%`",
        });

    internal static Diagnostic WarnAboveError(YamlNode node, string warn, string error) => new(
        "SLUICE2212", Severity.Error, $"`warn` of {warn} lies above `error` of {error}, so that it never warns", node.Source, node.Span, "swap the two");

    internal static Diagnostic BadAgainst(YamlNode node) => new(
        "SLUICE2213", Severity.Error, $"`against` is {(node is YamlScalar { Value: not null } scalar ? $"`{scalar.Text}`" : node.Kind)}, expected previous_partition, previous_run or a mapping with `mean_of`",
        node.Source, node.Span, node is YamlScalar { Value: not null } word ? Nearest.Hint(word.Text, ["previous_partition", "previous_run"]) : null);

    internal static Diagnostic NeedsPartitions(SourceText source, SourceSpan span, string what) => new(
        "SLUICE2214", Severity.Error, $"{what} needs partitions, and the workflow has none", source, span, "name them in `for_each` of the workflow");

    internal static Diagnostic NotPartitioned(SourceText source, SourceSpan span, string rule, string model, string partitions) => new(
        "SLUICE2214", Severity.Error, $"the rule `{rule}` looks at the partitions of `{model}`, which is not partitioned by `{partitions}`", source, span,
        $"give the model `partition_by='{partitions}'`, or name another one");

    internal static Diagnostic UnknownPrerequisite(YamlNode node, string text, string known) => new(
        "SLUICE2215", Severity.Error, $"`{text}` is no prerequisite", node.Source, node.Span,
        Nearest.Hint(text, known.Split(", ")) ?? $"expected one of: {known}");

    internal static Diagnostic NoTime(YamlNode node, string key) => new(
        "SLUICE2216", Severity.Error, $"`{key}` is no length of time", node.Source, node.Span, "write `30s`, `90m`, `36h`, `1d` or `2w`");

    internal static Diagnostic UnknownColumn(SourceText source, SourceSpan span, string model, string column, string? nearest) => new(
        "SLUICE2217", Severity.Error, $"the contract of `{model}` has no column `{column}`", source, span, nearest is null ? null : $"did you mean `{nearest}`?");

    internal static Diagnostic UnknownEarlierStage(SourceText source, SourceSpan span, string stage, string name, IReadOnlyList<string> before) => new(
        "SLUICE2218", Severity.Error, $"the stage `{stage}` depends on `{name}`, and no stage before it has that name", source, span,
        Nearest.Hint(name, before) ?? (before.Count > 0 ? $"before it stand: {string.Join(", ", before)}" : "the first stage depends on none"));

    internal static Diagnostic BadThreshold(YamlNode node, string key) => new(
        "SLUICE2210", Severity.Error, $"`{key}` is no threshold", node.Source, node.Span, "write a number or a share: `5` or `0.5%`");

    internal static Diagnostic RuleNeeds(YamlScalar name, string kind, string keys) => new(
        "SLUICE2211", Severity.Error, $"the rule `{name.Text}` of kind `{kind}` needs {keys}", name.Source, name.Span, null);

    internal static Diagnostic MixedPartitions(SourceText source, SourceSpan span, string model, string its, string reads) => new(
        "SLUICE2021", Severity.Error, $"`{model}` is partitioned by `{its}` and reads partitions by `{reads}`", source, span,
        "partition both alike, or read it through a model without partitions");
}
