using System.Text.Json;
using Sluice.Runs;
using Sluice.Sql.Artifacts;

namespace Sluice.Cli.Running;

/// <summary>How many steps ended in which way, counted as dbt counts.</summary>
internal sealed record StatusCounts(int Pass, int Warn, int Error, int Skip, int NoOp)
{
    internal int Total => Pass + Warn + Error + Skip + NoOp;

    internal bool HasFailed => Error > 0;

    internal static StatusCounts Of(IEnumerable<StepOutcome> outcomes)
    {
        var counts = outcomes.CountBy(outcome => outcome.Result.Status).ToDictionary();
        int Sum(params ReadOnlySpan<StepStatus> statuses)
        {
            var sum = 0;
            foreach (var status in statuses)
            {
                sum += counts.GetValueOrDefault(status);
            }

            return sum;
        }

        return new StatusCounts(
            Sum(StepStatus.Succeeded), Sum(StepStatus.Warned), Sum(StepStatus.Failed, StepStatus.Errored, StepStatus.TimedOut),
            Sum(StepStatus.Skipped, StepStatus.Cancelled), Sum(StepStatus.Unchanged));
    }

    /// <summary>These and the results of exposures: dbt counts them, though nothing is done for them.</summary>
    internal StatusCounts With(IReadOnlyCollection<NodeOutcome> exposures)
    {
        var skipped = exposures.Count(exposure => exposure.Status == "skipped");
        return this with { Skip = Skip + skipped, NoOp = NoOp + exposures.Count - skipped };
    }

    /// <summary>Writes the counts as an object under a name.</summary>
    internal void Write(Utf8JsonWriter writer, string name)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("pass", Pass);
        writer.WriteNumber("warn", Warn);
        writer.WriteNumber("error", Error);
        writer.WriteNumber("skip", Skip);
        writer.WriteNumber("no_op", NoOp);
        writer.WriteNumber("total", Total);
        writer.WriteEndObject();
    }

    /// <summary>The line that dbt ends with, and that scripts look for.</summary>
    public override string ToString() => $"Done. PASS={Pass} WARN={Warn} ERROR={Error} SKIP={Skip} NO-OP={NoOp} TOTAL={Total}";
}
