using System.Globalization;
using Sluice.Diagnostics;
using Sluice.Runs;
using Sluice.Sql.Adapters;
using Sluice.Sql.Materializations;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Tests;

/// <summary>Runs a test's query and judges what it returns.</summary>
internal static class TestRun
{
    /// <summary>Runs a test on a session.</summary>
    /// <param name="node">The test.</param>
    /// <param name="session">Where.</param>
    /// <param name="query">The compiled query; its rows are failures.</param>
    /// <param name="storesFailures">True where the command line asks to keep the failing rows.</param>
    /// <param name="warningsAreErrors">True where a warning counts as a failure.</param>
    /// <param name="cancel">Interrupts the query.</param>
    internal static StepResult Run(
        TestNode node, ISqlSession session, string query, bool storesFailures, bool warningsAreErrors, CancellationToken cancel)
    {
        if (SqlStatements.IsBlank(query))
        {
            throw new DiagnosticException(BuildErrors.Empty(node));
        }

        var thresholds = TestThresholds.Of(node.Config);
        var stored = FailureStore.Of(node, storesFailures);
        if (stored is not null)
        {
            // dbt: the limit is of the rows that are kept, too.
            stored.Write(session, thresholds.Limit is { } limit ? $"select * from {SqlText.Nested(query)} as failing limit {limit.Invariant()}" : query, cancel);
            query = $"select * from {stored.Relation}";
        }

        var result = session.Query(thresholds.Wrap(SqlText.Body(query)), cancel);
        if (result.Rows.Length != 1)
        {
            throw new DiagnosticException(TestErrors.NotOneRow(node, thresholds.FailCalc, result.Rows.Length));
        }

        var row = result.Rows[0];
        var failures = ToCount(node, thresholds, row[0]);
        var (status, message) = thresholds.Judge(failures, IsTrue(row[1]), IsTrue(row[2]), warningsAreErrors);
        return new StepResult(status, failures, message);
    }

    private static bool IsTrue(object? value) => value is true or (long and not 0);

    private static long ToCount(TestNode node, TestThresholds thresholds, object? value)
    {
        try
        {
            return value is null
                ? throw new DiagnosticException(TestErrors.NotANumber(node, thresholds.FailCalc, "NULL"))
                : Convert.ToInt64(value is System.Numerics.BigInteger big ? (decimal)big : value, CultureInfo.InvariantCulture);
        }
        catch (Exception error) when (error is FormatException or OverflowException or InvalidCastException)
        {
            throw new DiagnosticException(TestErrors.NotANumber(node, thresholds.FailCalc, Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""), error);
        }
    }
}

/// <summary>The relation that keeps a test's failing rows.</summary>
/// <param name="Relation">Its name.</param>
/// <param name="IsView">True where a view is kept, false where a table is.</param>
internal sealed record FailureStore(RelationName Relation, bool IsView)
{
    /// <summary>Where a test keeps its failures; null where it does not.</summary>
    internal static FailureStore? Of(TestNode node, bool isAsked)
    {
        var kind = node.Config.GetString("store_failures_as")?.ToLowerInvariant();
        var stores = kind switch
        {
            "table" or "view" => true,
            "ephemeral" => false,
            _ => node.Config.GetBoolean("store_failures") ?? isAsked,
        };
        return stores && node.Relation is { } relation
            ? new FailureStore(new RelationName(relation.Database ?? node.Database, relation.Schema ?? node.Schema, relation.Identifier ?? node.Alias), kind == "view")
            : null;
    }

    internal void Write(ISqlSession session, string query, CancellationToken cancel)
    {
        session.Begin();
        var old = session.GetRelation(Relation);
        if (old is not null && (old.Kind == CatalogKind.View) != IsView)
        {
            session.Execute($"drop {(old.Kind == CatalogKind.View ? "view" : "table")} {Relation}", cancel);
        }

        session.Execute($"create or replace {(IsView ? "view" : "table")} {Relation} as {SqlText.Nested(query)}", cancel);
        session.Commit();
    }
}

/// <summary>What is wrong with a test itself.</summary>
internal static class TestErrors
{
    internal static Diagnostic NotOneRow(TestNode node, string calculation, int rows) => new(
        "SLUICE3140", Severity.Error, $"the test's `fail_calc` `{calculation}` gave {((long)rows).Invariant()} rows instead of one", node.Source, node.Span,
        "use an aggregate such as count(*) or sum(x)");

    internal static Diagnostic NotANumber(TestNode node, string calculation, string value) => new(
        "SLUICE3141", Severity.Error, $"the test's `fail_calc` `{calculation}` gave `{value}` instead of a whole number", node.Source, node.Span,
        "use an aggregate that gives a number for no rows too, such as coalesce(sum(x), 0)");
}
