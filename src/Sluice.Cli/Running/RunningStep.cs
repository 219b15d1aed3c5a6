using System.Globalization;
using Sluice.Cli.Talking;
using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Cli.Running;

/// <summary>A step at work.</summary>
/// <param name="Step">The step.</param>
/// <param name="Elapsed">The time since it began.</param>
/// <param name="Progress">How far it says that it is.</param>
internal readonly record struct RunningStep(PlannedStep Step, TimeSpan Elapsed, StepProgress Progress)
{
    /// <summary>The share that is done, 0 to 1; null where it is not known.</summary>
    internal double? Fraction => Progress.Fraction is { } fraction && double.IsFinite(fraction) ? Math.Clamp(fraction, 0, 1) : null;

    /// <summary>What is known of it: rows, share, time.</summary>
    internal IEnumerable<string> Details()
    {
        if (Progress.Rows is { } rows)
        {
            yield return Amounts.Count(rows, "row");
        }

        // A statement that cannot tell stays at nothing.
        if (Fraction is >= 0.01 and var fraction)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(fraction * 100)} %");
        }

        yield return Amounts.Seconds(Elapsed);
    }
}
