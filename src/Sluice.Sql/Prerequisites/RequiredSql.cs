using Sluice.Sql.Adapters;
using Sluice.Sql.Materializations;
using Sluice.Sql.Project;
using Sluice.Sql.Rules;

namespace Sluice.Sql.Prerequisites;

/// <summary><c>sql</c>: a query that returns no row, or the one value true.</summary>
internal static class RequiredSql
{
    internal static PrerequisiteOutcome Look(CheckPlace place, ISqlSession session, PrerequisiteSettings prerequisite)
    {
        var result = place.Query(session, prerequisite.Target, place.Partition);
        if (result is { Columns: [{ Type: var type }], Rows: [[var value]] } && (value is bool || type.Equals("boolean", StringComparison.OrdinalIgnoreCase)))
        {
            return new PrerequisiteOutcome(value is true, $"expected true, found {(value is bool truth ? truth ? "true" : "false" : "NULL")}");
        }

        var rows = result.Rows.Length;
        return new PrerequisiteOutcome(rows == 0, $"expected no row, found {(rows == 0 ? "none" : $"{Amount.Text(rows, "row")}, the first one {First(result)}")}", rows);
    }

    private static string First(QueryResult result) => string.Join(
        ", ", result.Columns.Zip(result.Rows[0]).Take(5).Select(pair => $"{pair.First.Name}: {(pair.Second is long number ? number.Invariant() : Amount.Show(pair.Second))}"));
}
