using System.Collections.Immutable;

namespace Sluice.Sql.Rules;

/// <summary><c>event_sequence</c>: nothing of a key happens after the event that closes it, in this partition or an earlier one.</summary>
internal static class EventSequenceRule
{
    internal static RuleKind Kind { get; } = new(
        "event_sequence", ["model", "where", "key", "order", "closing"], ["model", "key", "order", "closing"], ThresholdForm.AmountOrShare, Look);

    private static ImmutableArray<Finding> Look(RuleWork work)
    {
        var rows = work.Rule.Rows!;
        var keys = string.Join(", ", work.Rule.Key);
        var same = string.Join(" and ", work.Rule.Key.Select(key => $"happened.{key} = closed.{key}"));
        var row = work.Row($"""
            with closed as (
                select {keys}, min({Moment("checked")}) as closed_at
                from (select * {work.FromUntilNow(rows)}) as checked
                where (
            {work.Rule.Closing}
                )
                group by {keys}
            )
            select count(*), count(*) filter (where {Moment("happened")} > closed.closed_at),
                count(distinct ({string.Join(", ", work.Rule.Key.Select(key => $"happened.{key}"))})) filter (where {Moment("happened")} > closed.closed_at)
            from (select * {RuleWork.From(rows)}) as happened
            left join closed on {same}
            """);
        var (all, late, broken) = (Amount.Of(row[0]) ?? 0, Amount.Of(row[1]) ?? 0, Amount.Of(row[2]) ?? 0);
        var found = late == 0 ? $"none in {Amount.Text(all, "event")}" : $"{Amount.Text(late)} in {Amount.Text(all, "event")}, of {Amount.Text(broken, "key")}";
        return
        [
            new Finding(late, $"no event of {work.Name(rows)} after the one that closes its `{keys}`", found)
            {
                Value = late,
                Whole = all,
                Numbers = ImmutableSortedDictionary<string, double>.Empty.Add("events", all).Add("keys", broken),
            },
        ];

        string Moment(string table)
        {
            var columns = string.Join(", ", work.Rule.Order.Select(column => $"{table}.{column}"));
            return work.Rule.Order.Length == 1 ? columns : $"row({columns})";
        }
    }
}
