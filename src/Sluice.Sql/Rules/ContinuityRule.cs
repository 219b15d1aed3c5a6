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
        if (work.Place.AllPartitions is not { } set)
        {
            throw new RuleException("it needs partitions, and the workflow has no `for_each`");
        }

        var models = work.Rule.Rows is { } rows ? [rows] : work.Rule.Models.Select(model => new RowsSettings(model, [], null));
        var gaps = Look(work, set, models);
        if (work.Rule is not { Opening: { } opening, Closing: { } closing })
        {
            return [gaps];
        }

        // A gate that looks at all partitions at once looks at each of their seams.
        var keys = work.Place.Partition.IsNone ? set.Keys : [work.Place.Partition];
        return [gaps, .. keys.Select(key => Seam(work, opening, closing, key, set.Back(key, 1)))];
    }

    private static Finding Look(RuleWork work, PartitionSet set, IEnumerable<RowsSettings> models)
    {
        var gaps = models.Select(model => GapsOf(work, set, model)).ToList();
        var missing = gaps.Where(gap => gap.Missing.Count > 0).ToList();
        var (first, wanted) = (gaps.MinBy(gap => set.IndexOf(gap.First))!.First, gaps.Sum(gap => gap.Wanted));
        var last = Last(work, set);
        var range = first == last ? $"partition {first}" : $"every partition from {first} to {last}";
        var found = missing.Count == 0 ? "all" : string.Join(", ", missing.Take(5).Select(gap => $"none of {Names(gap.Missing)}{(gaps.Count > 1 ? $" in {gap.Name}" : "")}"));
        return new Finding(missing.Sum(gap => gap.Missing.Count), $"{(gaps.Count > 1 ? $"{gaps.Count} models" : gaps[0].Name)} to have rows of {range}", found)
        {
            Value = missing.Sum(gap => gap.Missing.Count),
            Whole = wanted,
            Numbers = ImmutableSortedDictionary<string, double>.Empty.Add("partitions", wanted),
        };
    }

    private static Gaps GapsOf(RuleWork work, PartitionSet set, RowsSettings rows)
    {
        var found = work.Query($"select distinct cast({SqlText.Quote(set.Column)} as varchar) {work.FromUntilNow(rows)}").Rows
            .Select(row => set.IndexOf(new PartitionKey(row[0] as string))).Where(index => index >= 0).ToHashSet();
        var last = set.IndexOf(Last(work, set));
        var first = found.Count == 0 ? last : Math.Min(found.Min(), last);
        var missing = Enumerable.Range(first, last - first + 1).Where(index => !found.Contains(index)).Select(index => set.Keys[index]).ToList();
        return new Gaps(work.Name(rows), set.Keys[first], last - first + 1, missing);
    }

    private static PartitionKey Last(RuleWork work, PartitionSet set) => work.Place.Partition.IsNone ? set.Keys[^1] : work.Place.Partition;

    private static Finding Seam(RuleWork work, string opening, string closing, PartitionKey key, PartitionKey previous)
    {
        var rows = work.Rule.Rows!;
        var earlier = work.Rule.To.IsEmpty ? rows : work.Rule.To[0];
        var now = work.Number($"select {opening}\n{RuleWork.From(rows)}", key);
        if (previous.IsNone)
        {
            return Finding.Nothing($"{work.Name(rows)} opens with {Amount.Show(now)}; there is no partition before {key}", now);
        }

        var before = work.Number($"select {closing}\n{RuleWork.From(earlier)}", previous);
        var expected = $"{work.Name(rows)} to open {(work.Place.Partition.IsNone ? $"{key} " : "")}with {Amount.Show(before)}, with which {previous} closed";
        return new Finding(Apart(now, before), expected, Amount.Show(now))
        {
            Value = now,
            Baseline = before,
            Whole = before,
        };
    }

    private static double Apart(double? left, double? right) => (left, right) switch
    {
        ({ } one, { } other) => Amount.Distance(one, other),
        (null, null) => 0,
        _ => double.PositiveInfinity,
    };

    private static string Names(List<PartitionKey> keys) =>
        keys.Count <= 5 ? string.Join(", ", keys) : $"{string.Join(", ", keys.Take(5))} and {keys.Count - 5} more";

    /// <summary>The partitions from the first one of a model to now, and those of them that have no rows.</summary>
    private sealed record Gaps(string Name, PartitionKey First, int Wanted, List<PartitionKey> Missing);
}
