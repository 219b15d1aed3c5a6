using System.Globalization;
using Sluice.Diagnostics;
using Sluice.Jinja;

namespace Sluice.Sql.Freshness;

/// <summary>
/// What the layers of a source's configuration say about its freshness: dbt_project.yml, the source, the source's <c>config</c>,
/// the table, the table's <c>config</c>. A later layer adds to an earlier one, and takes back what it sets to null.
/// </summary>
internal sealed class FreshnessLayers
{
    private static readonly string[] Periods = ["minute", "hour", "day"];

    private JinjaDict? _merged;

    /// <summary>The column, or expression, that says when a row was loaded; null for none.</summary>
    internal string? Field { get; private set; }

    /// <summary>The query that says when the newest row was loaded; null for none.</summary>
    internal string? Query { get; private set; }

    /// <summary>Adds a layer.</summary>
    /// <param name="has">True where the layer has a key.</param>
    /// <param name="value">The value of a key.</param>
    internal void Add(Func<string, bool> has, Func<string, object?> value)
    {
        if (has("freshness"))
        {
            _merged = value("freshness") is JinjaDict added ? Merge(_merged, added) : null;
        }

        // One of the two: the nearer one takes the place of the other.
        if (has("loaded_at_field"))
        {
            Field = Text(value("loaded_at_field"));
            Query = Field is null ? Query : null;
        }

        if (has("loaded_at_query"))
        {
            Query = Text(value("loaded_at_query"));
            Field = Query is null ? Field : null;
        }
    }

    /// <summary>What all layers together say; null where freshness is not looked at.</summary>
    /// <param name="place">Where the table is declared.</param>
    /// <param name="name">The source and the table.</param>
    /// <param name="diagnostics">Takes what is wrong.</param>
    internal SourceFreshness? Resolve(YamlPlace place, string name, DiagnosticBag diagnostics)
    {
        if (_merged is null)
        {
            return null;
        }

        var warn = Limit("warn_after");
        var error = Limit("error_after");
        return warn is null && error is null ? null : new SourceFreshness(warn, error, Text(Get(_merged, "filter")));

        AgeLimit? Limit(string key)
        {
            if (Get(_merged, key) is not JinjaDict limit || (Get(limit, "count") is null && Get(limit, "period") is null))
            {
                return null;
            }

            var period = Text(Get(limit, "period"));
            if (long.TryParse(Text(Get(limit, "count")), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count) && Periods.Contains(period, StringComparer.Ordinal))
            {
                return new AgeLimit(count, period!);
            }

            diagnostics.Add(FreshnessErrors.BadLimit(place, name, key, JinjaValue.Repr(limit), period is null || Periods.Contains(period, StringComparer.Ordinal) ? null : Nearest.Hint(period, Periods)));
            return null;
        }
    }

    private static JinjaDict Merge(JinjaDict? outer, JinjaDict added)
    {
        var merged = new JinjaDict();
        foreach (var (key, value) in outer ?? [])
        {
            merged[key] = value;
        }

        foreach (var (key, value) in added)
        {
            merged[key] = value is JinjaDict inner && Get(merged, JinjaValue.ToText(key)) is JinjaDict before ? Merge(before, inner) : value;
        }

        return merged;
    }

    private static object? Get(JinjaDict dict, string key) => dict.TryGetValue(key, out var value) ? value : null;

    private static string? Text(object? value) => value is null ? null : JinjaValue.ToText(value) is { Length: > 0 } text ? text : null;
}

/// <summary>A place in a properties file.</summary>
/// <param name="Source">The file.</param>
/// <param name="Span">The place.</param>
internal readonly record struct YamlPlace(SourceText Source, SourceSpan Span);
