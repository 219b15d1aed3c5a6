using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Runs;
using Sluice.Sql.Adapters;
using Sluice.Sql.Materializations;
using Sluice.Sql.Nodes;
using Sluice.Sql.Operations;

namespace Sluice.Sql.UnitTests;

/// <summary>Runs a model's query over given rows and compares what it yields with what is expected. Nothing is written.</summary>
internal static class UnitTestRun
{
    internal static StepResult Run(NodeWork work, UnitTestNode test)
    {
        var actual = work.CompileUnitTest(test, input => FixtureSql.Of(work, test, input)).Sql;
        if (SqlStatements.IsBlank(actual))
        {
            throw new DiagnosticException(BuildErrors.Empty(test.Model!));
        }

        var yielded = work.Session.Describe(actual, work.Cancel);
        var columns = Compared(work, test, yielded);
        var difference = RowDifference.Of(
            work.Session.Query(Texts(columns, SqlText.Nested(actual)), work.Cancel),
            work.Session.Query(Texts(columns, Expected(test, columns)), work.Cancel));
        return difference.IsEmpty
            ? new StepResult(StepStatus.Succeeded, Rows: 0)
            : new StepResult(StepStatus.Failed, Rows: 1, Message: difference.Describe(test.ModelName, columns.Select(column => column.Name)));
    }

    // Only what is expected of a column is compared; where no row is expected, the model must yield none.
    private static ImmutableArray<CatalogColumn> Compared(NodeWork work, UnitTestNode test, IReadOnlyList<CatalogColumn> yielded)
    {
        var rows = test.Expected;
        var names = rows.Format == "sql" && rows.Sql is { } sql
            ? work.Session.Describe(sql, work.Cancel).Select(column => column.Name).ToList()
            : rows.Items.SelectMany(row => row.Select(pair => pair.Key)).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (names.Count == 0)
        {
            return [.. yielded];
        }

        var columns = ImmutableArray.CreateBuilder<CatalogColumn>(names.Count);
        foreach (var name in names)
        {
            columns.Add(SchemaChange.Find(yielded, name)
                ?? throw new DiagnosticException(UnitTestRunErrors.UnexpectedColumn(test, name, yielded.Select(column => column.Name))));
        }

        return columns.MoveToImmutable();
    }

    // Both sides go through the types of the model's columns, so that 1 and 1.00 are equal where they are there.
    private static string Texts(ImmutableArray<CatalogColumn> columns, string rows) =>
        $"select {string.Join(", ", columns.Select(column => $"cast(cast({SqlText.Quote(column.Name)} as {Type(column)}) as varchar)"))}\nfrom {rows} as compared";

    // A column of nothing but NULL has no type of its own.
    private static string Type(CatalogColumn column) => column.Type == "\"NULL\"" ? "varchar" : column.Type;

    private static string Expected(UnitTestNode test, ImmutableArray<CatalogColumn> columns)
    {
        if (test.Expected is { Format: "sql", Sql: { } sql })
        {
            return SqlText.Nested(sql);
        }

        if (test.Expected.Items.IsEmpty)
        {
            return $"(select {string.Join(", ", columns.Select(column => $"null as {SqlText.Quote(column.Name)}"))} limit 0)";
        }

        var rows = test.Expected.Items.Select(row =>
        {
            var values = row.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase);
            return "select " + string.Join(", ", columns.Select(column => $"{FixtureSql.Constant(values.GetValueOrDefault(column.Name), Type(column))} as {SqlText.Quote(column.Name)}"));
        });
        return $"(\n{string.Join("\nunion all\n", rows)}\n)";
    }
}
