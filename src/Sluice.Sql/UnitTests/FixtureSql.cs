using System.Collections.Immutable;
using System.Text;
using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Sql.Adapters;
using Sluice.Sql.Materializations;
using Sluice.Sql.Nodes;
using Sluice.Sql.Operations;

namespace Sluice.Sql.UnitTests;

/// <summary>The query that yields the rows which a unit test gives, with all columns of the table that they stand for.</summary>
internal static class FixtureSql
{
    internal static string Of(NodeWork work, UnitTestNode test, UnitTestInput input)
    {
        var node = input.Node!;
        if (input.Rows.Format == "sql")
        {
            return SqlText.Body(input.Rows.Sql ?? "");
        }

        if (node is ModelNode { IsEphemeral: true })
        {
            throw new DiagnosticException(UnitTestRunErrors.EphemeralInput(test, input));
        }

        var columns = Columns(work, node);
        if (columns.Count == 0)
        {
            throw new DiagnosticException(UnitTestRunErrors.NoRelation(test, input, node));
        }

        var sql = new StringBuilder("\n-- Fixture for ").Append(node.Name).Append('\n');
        if (input.Rows.Items.IsEmpty)
        {
            return sql.Append("select ").AppendJoin(", ", columns.Select(Null)).Append("\nlimit 0").ToString();
        }

        for (var i = 0; i < input.Rows.Items.Length; i++)
        {
            sql.Append(i == 0 ? "" : "\nunion all\n").Append(Row(test, input, input.Rows.Items[i], columns));
        }

        return sql.ToString();
    }

    /// <summary>A value as a constant of a type.</summary>
    internal static string Constant(object? value, string type) => $"cast({Literal(value)} as {type})";

    private static IReadOnlyList<CatalogColumn> Columns(NodeWork work, SqlNode node)
    {
        var relation = node.Relation!;
        return relation.External is null
            ? work.Session.GetColumns(new RelationName(relation.Database ?? node.Database, relation.Schema ?? node.Schema, relation.Identifier ?? node.Alias), work.Cancel)
            : work.Session.Describe($"select * from {relation.Render()}", work.Cancel);
    }

    private static string Row(UnitTestNode test, UnitTestInput input, ImmutableArray<KeyValuePair<string, object?>> row, IReadOnlyList<CatalogColumn> columns)
    {
        if (row.Select(pair => pair.Key).FirstOrDefault(name => SchemaChange.Find(columns, name) is null) is { } unknown)
        {
            throw new DiagnosticException(UnitTestRunErrors.UnknownColumn(test, input, unknown, columns.Select(column => column.Name)));
        }

        var values = row.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase);
        return "select " + string.Join(", ", columns.Select(column => values.TryGetValue(column.Name, out var value) && value is not null
            ? $"\n    \n    {Constant(value, IsText(column) ? "character varying" : column.Type)}\n as {SqlText.Quote(column.Name)}"
            : Null(column)));
    }

    private static string Null(CatalogColumn column) => $"cast(null as {(IsText(column) ? "character varying(256)" : column.Type)}) as {SqlText.Quote(column.Name)}";

    private static bool IsText(CatalogColumn column) => column.Type == "VARCHAR";

    // Numbers, truths, lists and structs are written alike in YAML's Python form and in DuckDB's SQL.
    private static string Literal(object? value) => value switch
    {
        null => "null",
        string text => SqlText.Literal(text),
        bool or long or int or double or decimal or System.Numerics.BigInteger or JinjaList or JinjaTuple or JinjaDict => JinjaValue.Repr(value).Replace("None", "NULL", StringComparison.Ordinal),
        _ => SqlText.Literal(JinjaValue.ToText(value)),
    };
}
