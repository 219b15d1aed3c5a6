using System.Collections.Immutable;

namespace Sluice.Sql.Rules;

/// <summary><c>spike</c>: a number lies within a few standard deviations of its own history; 3 unless a threshold says otherwise.</summary>
internal static class SpikeRule
{
    /// <summary>Of fewer values, a deviation says nothing.</summary>
    private const int Least = 3;

    private const string Unit = "standard deviations";

    internal static RuleKind Kind { get; } = new(
        "spike", ["model", "column", "where", "measure", "against"], ["model"], ThresholdForm.AmountOrShare, Look) { DefaultError = "3" };

    private static ImmutableArray<Finding> Look(RuleWork work)
    {
        var rows = work.Rule.Rows!;
        var measure = Measure.Of(work, rows, work.Rule.Measure);
        var found = work.Number(measure.From(rows));
        var history = Baselines.Of(work, measure.From(rows));
        if (history.Values.Length < Least)
        {
            var why = history.Values.IsEmpty ? history.WhyNone : $"of {Least} earlier values that a deviation needs there {(history.Values.Length == 1 ? "is" : "are")} {history.Values.Length}";
            return [Finding.Nothing($"{measure.Name} is {Amount.Show(found)}; {why}", found)];
        }

        var expected = $"{measure.Name} to be about {Amount.Text(history.Mean!.Value)} as in {history.Name}, with a standard deviation of {Amount.Text(history.Deviation)}";
        return [found is { } value ? Hold(work, expected, value, history) : new Finding(double.PositiveInfinity, expected, "NULL") { Baseline = history.Mean, Unit = Unit }];
    }

    private static Finding Hold(RuleWork work, string expected, double value, Baselines history)
    {
        var (mean, deviation) = (history.Mean!.Value, history.Deviation);
        var distance = Amount.Distance(value, mean);
        var away = distance == 0 ? 0 : deviation == 0 ? double.PositiveInfinity : distance / deviation;
        var inShares = (work.Rule.Error ?? work.Rule.Warn) is { } text && text.EndsWith('%');
        var found = distance == 0 ? Amount.Text(value)
            : inShares || deviation == 0 ? Change.Text(value, mean)
            : $"{Amount.Text(value)}, {Amount.Text(Math.Round(away, 2))} standard deviations {(value > mean ? "above" : "below")}";
        return new Finding(inShares ? distance : away, expected, found)
        {
            Value = value,
            Baseline = mean,
            Whole = mean,
            Unit = Unit,
            Numbers = ImmutableSortedDictionary<string, double>.Empty.Add("standard_deviation", deviation).Add("standard_deviations_away", away),
        };
    }
}
