using System.Text;
using Sluice.Cli.Talking;
using Sluice.Engine.Runs;
using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Cli.Running;

/// <summary>Writes <c>reports/run.json</c> and <c>reports/run.txt</c>: how a run went, for programs and for people.</summary>
internal static class RunSummaryFiles
{
    /// <summary>Writes both; each appears whole or not at all.</summary>
    /// <param name="folder">The target folder.</param>
    /// <param name="plan">What was to be done.</param>
    /// <param name="result">How it ended.</param>
    /// <param name="places">Where everything lies.</param>
    /// <param name="audit">Who asked for it.</param>
    internal static void Write(string folder, RunPlan plan, RunResult result, RunPlaces places, RunAudit audit)
    {
        var reports = Path.Combine(folder, "reports");
        Directory.CreateDirectory(reports);
        Write(Path.Combine(reports, "run.json"), RunOutput.Json(plan, result, places, audit));
        Write(Path.Combine(reports, "run.txt"), Text(plan, result, audit));
    }

    /// <summary>The summary for people: stages by partition, what gates found, what fallbacks built.</summary>
    internal static string Text(RunPlan plan, RunResult result, RunAudit audit)
    {
        var text = new StringBuilder();
        text.Append($"run {result.Run}: {result.Status.ToString().ToLowerInvariant()} in {Amounts.Time(result.Duration)}\n");
        text.Append(Auditing.Text(audit)).Append("\n\n").Append(Stages(plan, result)).Append('\n');
        var verdicts = result.Outcomes.SelectMany(outcome => outcome.Result.Verdicts.Select(verdict => (outcome.Step.Partition.Text ?? "", verdict))).ToList();
        if (verdicts.Count > 0)
        {
            text.Append('\n').Append(VerdictList.Table(verdicts)).Append('\n');
        }

        var degraded = result.Outcomes.Where(outcome => outcome.Result.Marker?.Degraded is not null).ToList();
        if (degraded.Count > 0)
        {
            var table = new TextTable(["degraded", "built by"]);
            foreach (var outcome in degraded)
            {
                table.Add(outcome.Step.ToString(), outcome.Result.Marker!.Degraded!);
            }

            text.Append('\n').Append(table).Append('\n');
        }

        return text.ToString();
    }

    private static TextTable Stages(RunPlan plan, RunResult result)
    {
        var outcomes = result.Outcomes.ToDictionary(outcome => outcome.Step);
        var table = new TextTable(["stage", "partition", "steps", "work", "ended"], [false, false, true, true, false]);
        foreach (var stage in plan.Steps.Where(step => outcomes.ContainsKey(step.Step)).GroupBy(step => (step.Stage, step.Step.Partition)))
        {
            var ended = stage.Select(step => outcomes[step.Step]).ToList();
            var counts = StatusCounts.Of(ended);
            table.Add(
                stage.Key.Stage ?? "", stage.Key.Partition.Text ?? "", Amounts.Number(ended.Count), Amounts.Time(TimeSpan.FromTicks(ended.Sum(outcome => outcome.Duration.Ticks))),
                counts.HasFailed ? "failed" : counts.Skip > 0 ? "skipped" : counts.Warn > 0 ? "warned" : counts.NoOp == counts.Total ? "unchanged" : "ok");
        }

        return table;
    }

    private static void Write(string path, string text)
    {
        var unfinished = path + ".new";
        File.WriteAllText(unfinished, text);
        File.Move(unfinished, path, overwrite: true);
    }
}
