using System.Globalization;
using Sluice.Jinja;

namespace Sluice.Sql.Artifacts;

/// <summary>Members of metrics and saved queries in the one form that manifests have, whichever of the short forms a properties file has.</summary>
internal static class SemanticForms
{
    /// <summary>What computes a metric.</summary>
    internal static JinjaDict TypeParams(object? given)
    {
        var from = given as JinjaDict ?? new JinjaDict();
        return Dict(
            ("measure", Measure(Get(from, "measure"))),
            ("input_measures", List(Get(from, "input_measures"), Measure)),
            ("numerator", Metric(Get(from, "numerator"))),
            ("denominator", Metric(Get(from, "denominator"))),
            ("expr", Text(Get(from, "expr"))),
            ("window", Window(Get(from, "window"))),
            ("grain_to_date", Get(from, "grain_to_date")),
            ("metrics", Get(from, "metrics") is JinjaList metrics ? List(metrics, Metric) : null),
            ("conversion_type_params", Conversion(Get(from, "conversion_type_params") as JinjaDict)),
            ("cumulative_type_params", Cumulative(Get(from, "cumulative_type_params") as JinjaDict)));
    }

    /// <summary>One condition, a list of them, or the whole form; null for none.</summary>
    internal static object? Filter(object? given) => given switch
    {
        null => null,
        JinjaDict whole when whole.ContainsKey("where_filters") => whole,
        JinjaList list => Dict(("where_filters", List(list, Condition))),
        _ => Dict(("where_filters", List(new JinjaList([given]), Condition))),
    };

    /// <summary>What a saved query asks.</summary>
    internal static JinjaDict QueryParams(object? given)
    {
        var from = given as JinjaDict ?? new JinjaDict();
        return Dict(
            ("metrics", List(Get(from, "metrics"), item => item)),
            ("group_by", List(Get(from, "group_by"), item => item)),
            ("where", Filter(Get(from, "where"))),
            ("order_by", List(Get(from, "order_by"), item => item)),
            ("limit", Get(from, "limit")));
    }

    /// <summary>A table or view that a saved query is written to.</summary>
    internal static object? Export(object? given)
    {
        var config = Get(given, "config");
        return Dict(
            ("name", Get(given, "name")),
            ("config", Dict(
                ("export_as", Get(config, "export_as") ?? "table"), ("schema_name", Get(config, "schema_name") ?? Get(config, "schema")), ("alias", Get(config, "alias")),
                ("database", Get(config, "database")))),
            ("unrendered_config", config ?? new JinjaDict()));
    }

    /// <summary>The entries of a semantic model, whose expressions are texts.</summary>
    internal static JinjaList Elements(object? given) => List(given, item =>
    {
        if (item is not JinjaDict element)
        {
            return item;
        }

        var copy = new JinjaDict();
        foreach (var (key, value) in element)
        {
            copy[key] = key is "expr" ? Text(value) : value;
        }

        return copy;
    });

    private static object? Measure(object? given) => Named(given, ("filter", Filter(Get(given, "filter"))), ("alias", Get(given, "alias")),
        ("join_to_timespine", Get(given, "join_to_timespine") ?? false), ("fill_nulls_with", Get(given, "fill_nulls_with")));

    private static object? Metric(object? given) => Named(given, ("filter", Filter(Get(given, "filter"))), ("alias", Get(given, "alias")),
        ("offset_window", Window(Get(given, "offset_window"))), ("offset_to_grain", Get(given, "offset_to_grain")));

    private static JinjaDict? Conversion(JinjaDict? from) => from is null ? null : Dict(
        ("base_measure", Measure(Get(from, "base_measure"))), ("conversion_measure", Measure(Get(from, "conversion_measure"))), ("entity", Get(from, "entity")),
        ("calculation", Get(from, "calculation") ?? "conversion_rate"), ("window", Window(Get(from, "window"))), ("constant_properties", Get(from, "constant_properties")));

    private static JinjaDict? Cumulative(JinjaDict? from) => from is null ? null : Dict(
        ("window", Window(Get(from, "window"))), ("grain_to_date", Get(from, "grain_to_date")), ("period_agg", Get(from, "period_agg") ?? "first"),
        ("metric", Metric(Get(from, "metric"))));

    // `7 days` is a count and a grain.
    private static object? Window(object? given) => given is string text && text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var count, var grain]
        && long.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? Dict(("count", number), ("granularity", grain.TrimEnd('s')))
            : given as JinjaDict;

    private static object? Condition(object? given) => given is JinjaDict ? given : Dict(("where_sql_template", Text(given)));

    private static JinjaDict? Named(object? given, params ReadOnlySpan<(string Key, object? Value)> others) =>
        given is null ? null : Dict([("name", given is JinjaDict ? Get(given, "name") : Text(given)), .. others]);

    private static string? Text(object? given) => given is null ? null : JinjaValue.ToText(given);

    private static JinjaList List(object? given, Func<object?, object?> form) => [.. (given as JinjaList ?? []).Select(form)];

    internal static object? Get(object? value, string key) => value is JinjaDict dict && dict.TryGetValue(key, out var found) ? found : null;

    private static JinjaDict Dict(params ReadOnlySpan<(string Key, object? Value)> members)
    {
        var dict = new JinjaDict();
        foreach (var (key, value) in members)
        {
            dict[key] = value;
        }

        return dict;
    }
}
