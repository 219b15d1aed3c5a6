using Sluice.Assets;
using Sluice.Cli.Talking;
using Sluice.Cli.Terminal;
using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Cli.Running;

/// <summary>One line about one step that ended, such as <c> 3 of 12  OK  table main.x[2026]  1,204 rows  0.05 s</c>.</summary>
internal static class StepLine
{
    private const int WordWidth = 9;
    private const int LeastName = 20;
    private const int MostWidth = 100;

    internal static string Text(int number, int total, PlannedStep step, string name, StepOutcome outcome, Paint paint, int? width = null)
    {
        var position = $"{number.ToString().PadLeft(total.ToString().Length)} of {total}";
        var status = Status(step.Kind, outcome.Result.Status);
        var details = string.Join("  ", Details(step, outcome));
        var gap = new string(' ', Math.Max(1, WordWidth - status.Length));
        var between = "  ";
        if (width is { } cells && outcome.Result.Status is (StepStatus.Succeeded or StepStatus.Unchanged))
        {
            // What went well is told in one line, its figures below those of the line above; what did not is told in full.
            var room = Math.Min(cells, MostWidth) - 1 - position.Length - 2 - status.Length - gap.Length - Kind(step).Length - 1 - details.Length;
            name = Cells.Of(name) + between.Length <= room ? name : Cells.Middle(step.Title, Math.Max(LeastName, room - between.Length));
            between = new string(' ', Math.Max(between.Length, room - Cells.Of(name)));
        }

        return $"{position}  {Painted(status, outcome.Result.Status, paint)}{gap}{Kind(step)} {name}"
            + (details.Length > 0 ? $"{between}{paint.Faint(details)}" : "");
    }

    /// <summary>What the step builds or does, in the user's word.</summary>
    internal static string Kind(PlannedStep step) => step.Kind switch
    {
        AssetKind.Check => step.Materialized == "unit test" ? "unit test" : "test",
        AssetKind.Hook => "hook",
        AssetKind.Gate or AssetKind.Prerequisite => "stage",
        _ => step.Materialized.Length > 0 ? step.Materialized : "model",
    };

    /// <summary>A status in one word; a check passes where a model is built.</summary>
    internal static string Status(AssetKind kind, StepStatus status) => status switch
    {
        StepStatus.Succeeded => kind is AssetKind.Check or AssetKind.Gate or AssetKind.Prerequisite ? "PASS" : "OK",
        StepStatus.Warned => "WARN",
        StepStatus.Failed => "FAIL",
        StepStatus.Errored => "ERROR",
        StepStatus.Skipped => "SKIP",
        StepStatus.Unchanged => "SAME",
        StepStatus.Cancelled => "STOPPED",
        StepStatus.TimedOut => "TIMEOUT",
        _ => status.ToString().ToUpperInvariant(),
    };

    internal static string Painted(string word, StepStatus status, Paint paint) => status switch
    {
        StepStatus.Succeeded => paint.Green(word),
        StepStatus.Warned or StepStatus.Skipped or StepStatus.Cancelled => paint.Yellow(word),
        StepStatus.Unchanged => paint.Faint(word),
        _ => paint.Red(word),
    };

    private static IEnumerable<string> Details(PlannedStep step, StepOutcome outcome)
    {
        var result = outcome.Result;
        if (result.Status == StepStatus.Unchanged)
        {
            yield return result.Message ?? step.Reason.Text;
            yield break;
        }

        if (step.Kind is AssetKind.Gate or AssetKind.Prerequisite && result is { Status: StepStatus.Succeeded, Verdicts.Length: > 0 and var verdicts })
        {
            yield return Amounts.Count(verdicts, step.Kind == AssetKind.Gate ? "rule" : "prerequisite");
        }
        else if (step.Kind == AssetKind.Data && result is { Status: StepStatus.Succeeded, Rows: { } rows })
        {
            yield return Amounts.Count(rows, "row");
        }
        else if (result.Message is { } message && (result.Status != StepStatus.Succeeded || step.Kind == AssetKind.Hook))
        {
            yield return message.Split('\n')[0].TrimEnd();
        }

        if (outcome.Attempts > 1)
        {
            yield return $"{outcome.Attempts} attempts";
        }

        if (outcome.Attempts > 0)
        {
            yield return Amounts.Time(outcome.Duration);
        }
    }
}
