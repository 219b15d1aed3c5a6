using System.Collections.Immutable;

namespace Sluice.Sql.Rules;

/// <summary><c>uniqueness</c>: no two rows have the same values in some columns. Rows with NULL in one of them do not count, as in dbt.</summary>
internal static class UniquenessRule
{
    internal static RuleKind Kind { get; } = new("uniqueness", ["model", "column", "where"], ["model", "column"], ThresholdForm.AmountOrShare, Look);

    private static ImmutableArray<Finding> Look(RuleWork work)
    {
        var rows = work.Rule.Rows!;
        var columns = string.Join(", ", rows.Columns);
        var known = string.Join(" and ", rows.Columns.Select(column => $"({column}) is not null"));
        var row = work.Row($"""
            select coalesce(sum(n), 0), coalesce(sum(n - 1), 0), count(*) filter (where n > 1)
            from (
                select count(*) as n
                from (select * {RuleWork.From(rows)}) as checked
                where {known}
                group by {columns}
            ) as counted
            """);
        var (all, surplus, values) = (Amount.Of(row[0]) ?? 0, Amount.Of(row[1]) ?? 0, Amount.Of(row[2]) ?? 0);
        var found = surplus == 0 ? $"none in {Amount.Text(all, "row")}" : $"{Amount.Text(surplus, "row")} too many in {Amount.Text(all)}, of {Amount.Text(values, "value")}";
        return
        [
            new Finding(surplus, $"no `{columns}` of {work.Name(rows)} twice", found)
            {
                Value = surplus,
                Whole = all,
                Numbers = ImmutableSortedDictionary<string, double>.Empty.Add("rows", all).Add("values", values),
            },
        ];
    }
}
