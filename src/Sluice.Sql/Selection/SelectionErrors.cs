using Sluice.Diagnostics;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Selection;

/// <summary>What can be wrong with a selection.</summary>
internal static class SelectionErrors
{
    internal static Diagnostic NothingMatches(string raw, string? nearest) => new(
        "SLUICE2150", Severity.Warning, $"the selection `{raw}` matches nothing", Argument(raw), new SourceSpan(0, raw.Length),
        nearest is null ? null : $"did you mean `{nearest}`?");

    internal static Diagnostic UnknownMethod(string raw, string method, IEnumerable<string> known) => new(
        "SLUICE2151", Severity.Error, $"`{method}` is no selection method", Argument(raw), SpanOf(raw, method),
        Nearest.Hint(method, known) ?? $"known methods: {string.Join(", ", known)}");

    internal static Diagnostic Malformed(string raw) => new(
        "SLUICE2152", Severity.Error, $"`{raw}` is no selection", Argument(raw), new SourceSpan(0, raw.Length),
        "`@x` selects x, its descendants and all that these read; it takes no `+` behind the name");

    internal static Diagnostic NeedsState(string raw, string method) => new(
        "SLUICE2153", Severity.Error, $"`{method}:` compares with an earlier state, and none is given", Argument(raw), SpanOf(raw, method),
        "name the folder of the earlier artifacts with `--state`");

    internal static Diagnostic NoArtifact(string raw, string method, string file, string folder) => new(
        "SLUICE2153", Severity.Error, $"`{method}:` compares with {file} of an earlier state, and {folder} holds none", Argument(raw), SpanOf(raw, method),
        file == "sources.json" ? "`sluice source freshness` writes it" : "`--state` names a folder with the artifacts of an earlier run");

    internal static Diagnostic UnknownSelector(string name, IEnumerable<string> known) => new(
        "SLUICE2154", Severity.Error, $"no selector is named `{name}`", new SourceText("--selector", name), new SourceSpan(0, name.Length),
        Nearest.Hint(name, known) ?? "selectors are defined in selectors.yml");

    internal static Diagnostic UnknownValue(string raw, string method, string value, IEnumerable<string> known) => new(
        "SLUICE2155", Severity.Error, $"`{value}` is no {method.Replace('_', ' ')}", Argument(raw), SpanOf(raw, value),
        Nearest.Hint(value, known) ?? $"known: {string.Join(", ", known)}");

    internal static Diagnostic SelectorCycle(string name, SourceText source, SourceSpan span) => new(
        "SLUICE2156", Severity.Error, $"the selector `{name}` refers to itself", source, span, "break the circle of `method: selector`");

    internal static Diagnostic TwoDefaults(YamlNode place, string first) => new(
        "SLUICE2160", Severity.Error, $"two selectors are the default; `{first}` is the other one", place.Source, place.Span, "leave `default: true` at one of them");

    internal static Diagnostic TwoExcludes(YamlNode place) => new(
        "SLUICE2161", Severity.Error, "a second `exclude` stands in one list", place.Source, place.Span, "put all of what is excluded into one `exclude`");

    private static SourceText Argument(string raw) => new("--select", raw);

    private static SourceSpan SpanOf(string raw, string part)
    {
        var start = Math.Max(0, raw.IndexOf(part, StringComparison.Ordinal));
        return new SourceSpan(start, start + part.Length);
    }
}
