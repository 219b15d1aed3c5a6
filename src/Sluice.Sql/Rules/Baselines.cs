using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Runs;
using Sluice.Sql.Project;

namespace Sluice.Sql.Rules;

/// <summary>The earlier values that a rule is held against.</summary>
/// <param name="Values">The last one first.</param>
/// <param name="Name">What messages call them, such as <c>partition 2025</c>.</param>
/// <param name="WhyNone">Why there is none, for people.</param>
internal sealed record Baselines(ImmutableArray<double> Values, string Name, string WhyNone)
{
    /// <summary>Their mean; null where there is none.</summary>
    internal double? Mean => Values.IsEmpty ? null : Values.Average();

    /// <summary>How far they lie from their mean, as the deviation of a sample; 0 for fewer than two.</summary>
    internal double Deviation => Values.Length < 2 ? 0 : Math.Sqrt(Values.Sum(value => Math.Pow(value - Values.Average(), 2)) / (Values.Length - 1));

    /// <summary>What a rule is compared with where it does not say.</summary>
    internal static BaselineSettings SettingsOf(RuleSettings rule, bool hasPartitions) =>
        rule.Against is { IsDefaultScope: false } against ? against
        : new BaselineSettings(hasPartitions ? BaselineKind.Partitions : BaselineKind.Runs, rule.Against?.Count ?? (rule.Kind == "spike" ? 5 : 1));

    /// <summary>
    /// The earlier values: of partitions whose rows are there, what the query gives for them now; else what was found when they were checked.
    /// </summary>
    /// <param name="work">The rule at work.</param>
    /// <param name="query">Gives the value of a partition; null for a rule of which the history alone tells.</param>
    internal static Baselines Of(RuleWork work, string? query)
    {
        var settings = SettingsOf(work.Rule, work.Place.Set is not null);
        if (settings.Kind == BaselineKind.Runs)
        {
            var runs = work.Earlier.Select(earlier => earlier.Value).ToImmutableArray();
            return new Baselines(runs, runs.Length < 2 ? "the previous run" : $"the last {Amount.Text(runs.Length, "run")} on average", "no earlier run has checked it");
        }

        var keys = Keys(work.Place, settings.Count);
        var known = keys.Select(key => (Key: key, Value: ValueOf(work, key, query))).Where(item => item.Value is not null).ToList();
        var values = known.Select(item => item.Value!.Value).ToImmutableArray();
        var name = known.Count == 1 ? $"partition {known[0].Key}" : $"{Amount.Text(known.Count, "partition")} before on average";
        return new Baselines(values, name, keys.IsEmpty
            ? work.Place.Partition.IsNone ? "of all partitions at once, none is the one before" : $"there is no partition before {work.Place.Partition}"
            : $"{(keys.Length == 1 ? $"partition {keys[0]} has" : "the partitions before have")} neither rows nor an earlier verdict");
    }

    /// <summary>The partitions before the one at work, the last one first.</summary>
    internal static ImmutableArray<PartitionKey> Keys(CheckPlace place, int count) => place.Set is not { } set ? [] :
    [
        .. Enumerable.Range(1, count).Select(back => set.Back(place.Partition, back)).TakeWhile(key => !key.IsNone),
    ];

    private static double? ValueOf(RuleWork work, PartitionKey key, string? query)
    {
        // No rows may mean that the partition was never built: then its last verdict tells.
        if (query is not null && work.Place.IsPartitioned(work.Rule.Rows!.Model)
            && work.Number($"select count(*) {RuleWork.From(work.Rule.Rows)}", key) > 0
            && work.Number(query, key) is { } now)
        {
            return now;
        }

        return work.Earlier.Where(earlier => earlier.Partition == key).Select(earlier => (double?)earlier.Value).FirstOrDefault();
    }
}

/// <summary>Asks the history for what a rule is held against.</summary>
internal static class EarlierValues
{
    internal static async Task<ImmutableArray<EarlierValue>> FindAsync(IVerdictHistory history, CheckPlace place, RuleSettings rule, CancellationToken cancel)
    {
        if (!RuleKind.All[rule.Kind].Keys.Contains("against") || (rule.Kind == "sql" && rule.Against is null))
        {
            return [];
        }

        var settings = Baselines.SettingsOf(rule, place.Set is not null);
        if (settings.Kind == BaselineKind.Runs)
        {
            return await AskAsync(place.Partition, settings.Count, place.Context.Run);
        }

        var found = ImmutableArray.CreateBuilder<EarlierValue>();
        foreach (var key in Baselines.Keys(place, settings.Count))
        {
            found.AddRange(await AskAsync(key, 1, null));
        }

        return found.ToImmutable();

        async Task<ImmutableArray<EarlierValue>> AskAsync(PartitionKey partition, int limit, RunId? except)
        {
            var query = new VerdictQuery { Rule = rule.Name, Partition = partition, Except = except, AcceptedOnly = true, Limit = limit };
            var records = await history.FindVerdictsAsync(query, cancel);
            return [.. records.Where(record => record.Verdict.Value is not null && record.Verdict.Kind == rule.Kind)
                .Select(record => new EarlierValue(partition, record.Verdict.Value!.Value))];
        }
    }
}
