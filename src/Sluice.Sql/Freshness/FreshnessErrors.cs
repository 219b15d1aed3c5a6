using Sluice.Diagnostics;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Freshness;

/// <summary>What is wrong with the freshness of a source, one method per situation.</summary>
internal static class FreshnessErrors
{
    internal static Diagnostic BadLimit(YamlPlace place, string name, string key, string value, string? nearest) => new(
        "SLUICE2081", Severity.Error, $"`{key}` of the source `{name}` is `{value}`", place.Source, place.Span,
        nearest ?? "write it as {count: 12, period: hour}, with minute, hour or day as the period");

    internal static Diagnostic NothingToLookAt(SourceNode source) => new(
        "SLUICE3180", Severity.Error, $"the freshness of `{source.SourceName}.{source.Name}` cannot be told: it has neither `loaded_at_field` nor `loaded_at_query`",
        source.Source, source.Span, "name the column that says when a row was loaded: loaded_at_field: loaded_at");

    internal static Diagnostic NoTime(SourceNode source, string value) => new(
        "SLUICE3181", Severity.Error, $"the newest row of `{source.SourceName}.{source.Name}` was loaded at `{value}`, which is no time", source.Source, source.Span,
        "cast it: loaded_at_field: cast(loaded_at as timestamp)");
}
