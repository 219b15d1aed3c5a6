using System.Collections;
using System.Text;
using Sluice.Diagnostics;
using Sluice.Sql.Adapters;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Materializations;

/// <summary>DuckDB's <c>MERGE</c> from the stage into the table, with the options of dbt-duckdb.</summary>
internal static class MergeStatement
{
    private const string Target = "DBT_INTERNAL_DEST";
    private const string Source = "DBT_INTERNAL_SOURCE";

    internal static long Run(BuildRequest request, RelationName stage, IReadOnlyList<CatalogColumn> columns)
    {
        var keys = request.Config.UniqueKey;
        if (keys.IsEmpty && request.Config.GetStrings("merge_on_using_columns").IsEmpty)
        {
            throw new DiagnosticException(BuildErrors.StrategyNeedsKey(request, IncrementalMaterialization.Merge));
        }

        var sql = new StringBuilder()
            .Append("merge into ").Append(request.Target).Append(" as ").Append(Target)
            .Append("\nusing ").Append(stage).Append(" as ").Append(Source).Append('\n')
            .Append(Condition(request));
        AppendClauses(sql, request, columns);
        return request.Run(sql.ToString()) ?? 0;
    }

    private static string Condition(BuildRequest request)
    {
        var shared = request.Config.GetStrings("merge_on_using_columns");
        if (!shared.IsEmpty)
        {
            return $"using ({SqlText.Columns(shared)})";
        }

        // dbt: a key may be an expression with names of its own, so it is not quoted.
        var terms = request.Config.UniqueKey.Select(key => key.Contains('.', StringComparison.Ordinal) ? key : $"{Source}.{key} = {Target}.{key}");
        return "on " + string.Join(" and ", terms.Concat(IncrementalMaterialization.Predicates(request)).Select(term => $"({term})"));
    }

    private static void AppendClauses(StringBuilder sql, BuildRequest request, IReadOnlyList<CatalogColumn> columns)
    {
        if (request.Config.GetMap("merge_clauses") is { } clauses)
        {
            MergeClauses.Append(sql, clauses, columns);
            return;
        }

        sql.Append("\nwhen matched").Append(And(request.Config.GetString("merge_update_condition"))).Append(" then ").Append(Update(request, columns));
        sql.Append("\nwhen not matched").Append(And(request.Config.GetString("merge_insert_condition"))).Append(" then insert by name");
    }

    private static string Update(BuildRequest request, IReadOnlyList<CatalogColumn> columns)
    {
        var only = request.Config.GetStrings("merge_update_columns");
        var except = request.Config.GetStrings("merge_exclude_columns");
        var expressions = request.Config.GetMap("merge_update_set_expressions");
        if (!only.IsEmpty && !except.IsEmpty)
        {
            throw new DiagnosticException(BuildErrors.ExclusiveMergeColumns(request));
        }

        if (only.IsEmpty && except.IsEmpty && expressions is null)
        {
            return "update by name";
        }

        return "update set " + Assignments(columns, only, except, expressions);
    }

    internal static string Assignments(
        IReadOnlyList<CatalogColumn> columns, IReadOnlyCollection<string> only, IReadOnlyCollection<string> except,
        IReadOnlyDictionary<string, object?>? expressions)
    {
        var names = only.Count > 0
            ? only
            : columns.Select(column => column.Name).Where(name => !except.Contains(name, StringComparer.OrdinalIgnoreCase));
        var parts = names
            .Where(name => expressions is null || !expressions.Keys.Contains(name, StringComparer.OrdinalIgnoreCase))
            .Select(name => $"{SqlText.Quote(name)} = {Source}.{SqlText.Quote(name)}")
            .ToList();
        if (expressions is not null)
        {
            parts.AddRange(expressions.Select(pair => $"{SqlText.Quote(pair.Key)} = {pair.Value}"));
        }

        return string.Join(", ", parts);
    }

    internal static string And(object? condition) => condition is string { Length: > 0 } text ? $" and ({text})" : "";
}

/// <summary>The config <c>merge_clauses</c>: lists of actions for rows that match, that do not, and that only the table has.</summary>
internal static class MergeClauses
{
    internal static void Append(StringBuilder sql, IReadOnlyDictionary<string, object?> clauses, IReadOnlyList<CatalogColumn> columns)
    {
        Append(sql, clauses, "when_matched", "when matched", columns);
        Append(sql, clauses, "when_not_matched", "when not matched", columns);
        Append(sql, clauses, "when_not_matched_by_target", "when not matched by target", columns);
        Append(sql, clauses, "when_not_matched_by_source", "when not matched by source", columns);
    }

    private static void Append(
        StringBuilder sql, IReadOnlyDictionary<string, object?> clauses, string key, string words, IReadOnlyList<CatalogColumn> columns)
    {
        if (clauses.GetValueOrDefault(key) is not IEnumerable list)
        {
            return;
        }

        foreach (var entry in list)
        {
            if (NodeConfig.ToMap(entry) is { } clause)
            {
                sql.Append('\n').Append(words).Append(MergeStatement.And(clause.GetValueOrDefault("condition"))).Append(" then ").Append(Action(clause, columns));
            }
        }
    }

    private static string Action(IReadOnlyDictionary<string, object?> clause, IReadOnlyList<CatalogColumn> columns)
    {
        var mode = clause.GetValueOrDefault("mode") as string ?? "by_name";
        var by = mode == "by_position" ? " by position" : " by name";
        return (clause.GetValueOrDefault("action") as string)?.ToLowerInvariant() switch
        {
            "update" when mode == "explicit" => "update set " + Update(NodeConfig.ToMap(clause.GetValueOrDefault("update")), columns),
            "update" when mode == "star" => "update set *",
            "update" => "update" + by,
            "insert" when mode == "explicit" => "insert " + Insert(NodeConfig.ToMap(clause.GetValueOrDefault("insert"))),
            "insert" when mode == "star" => "insert *",
            "insert" => "insert" + by,
            "delete" => "delete",
            "error" => clause.GetValueOrDefault("error_message") is string message ? $"error {SqlText.Literal(message)}" : "error",
            _ => "do nothing",
        };
    }

    private static string Update(IReadOnlyDictionary<string, object?>? update, IReadOnlyList<CatalogColumn> columns) => MergeStatement.Assignments(
        columns,
        NodeConfig.ToStrings(update?.GetValueOrDefault("include")),
        NodeConfig.ToStrings(update?.GetValueOrDefault("exclude")),
        NodeConfig.ToMap(update?.GetValueOrDefault("set_expressions")));

    private static string Insert(IReadOnlyDictionary<string, object?>? insert)
    {
        var names = NodeConfig.ToStrings(insert?.GetValueOrDefault("columns"));
        var values = NodeConfig.ToStrings(insert?.GetValueOrDefault("values"));
        return $"({SqlText.Columns(names)}) values ({string.Join(", ", values)})";
    }
}
