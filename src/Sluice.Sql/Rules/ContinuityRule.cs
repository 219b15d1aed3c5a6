using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Partitions;
using Sluice.Sql.Materializations;
using Sluice.Sql.Project;

namespace Sluice.Sql.Rules;

/// <summary>
/// <c>continuity</c>: a model has rows of every partition from its first one to this one; and, where <c>opening</c> and <c>closing</c> are
/// given, a partition opens with the value that the one before it closed with.
/// </summary>
internal static class ContinuityRule
{
    internal static RuleKind Kind { get; } = new(
        "continuity", ["model", "models", "where", "opening", "closing", "to"], ["model|models"], ThresholdForm.AmountOrShare, Look);

    private static ImmutableArray<Finding> Look(RuleWork work)
    {
        if (work.Place.Set is not { } set)
        {
            throw new RuleException("it needs partitions, and the workflow has no `for_each`");
        }

        var models = work.Rule.Rows is { } rows ? [rows] : work.Rule.Models.Select(model => new RowsSettings(model, [], null));
        var findings = models.Select(model => Gaps(work, set, model)).ToImmutableArray();
        return work.Rule is { Opening: { } opening, Closing: { } closing } ? findings.Add(Seam(work, opening, closing)) : findings;
    }

    private static Finding Gaps(RuleWork work, PartitionSet set, RowsSettings rows)
    {
        var found = work.Query($"select distinct cast({SqlText.Quote(set.Column)} as varchar) {work.FromUntilNow(rows)}").Rows
            .Select(row => set.IndexOf(new PartitionKey(row[0] as string))).Where(index => index >= 0).ToHashSet();
        var last = set.IndexOf(work.Place.Partition);
        var first = found.Count == 0 ? last : Math.Min(found.Min(), last);
        var missing = Enumerable.Range(first, last - first + 1).Where(index => !found.Contains(index)).Select(index => set.Keys[index]).ToList();
        var wanted = last - first + 1;
        var range = wanted == 1 ? $"partition {set.Keys[last]}" : $"every partition from {set.Keys[first]} to {set.Keys[last]}";
        return new Finding(missing.Count, $"`{rows.Model}` to have rows of {range}", missing.Count == 0 ? Amount.Text(wanted, "partition") : $"none of {Names(missing)}")
        {
            Value = missing.Count,
            Whole = wanted,
        };
    }

    private static Finding Seam(RuleWork work, string opening, string closing)
    {
        var rows = work.Rule.Rows!;
        var earlier = work.Rule.To.IsEmpty ? rows : work.Rule.To[0];
        var now = work.Number($"select {opening}\n{RuleWork.From(rows)}");
        var previous = work.Place.Previous;
        if (previous.IsNone)
        {
            return Finding.Nothing($"`{rows.Model}` opens with {Amount.Show(now)}; there is no partition before {work.Place.Partition}", now);
        }

        var before = work.Number($"select {closing}\n{RuleWork.From(earlier)}", previous);
        var expected = $"`{rows.Model}` to open with {Amount.Show(before)}, with which {previous} closed";
        return new Finding(now is { } left && before is { } right ? Amount.Distance(left, right) : double.PositiveInfinity, expected, Amount.Show(now))
        {
            Value = now,
            Baseline = before,
            Whole = before,
        };
    }

    private static string Names(List<PartitionKey> keys) =>
        keys.Count <= 5 ? string.Join(", ", keys) : $"{string.Join(", ", keys.Take(5))} and {keys.Count - 5} more";
}
