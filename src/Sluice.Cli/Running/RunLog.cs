using System.Globalization;
using Sluice.Assets;
using Sluice.Cli.Graphing;
using Sluice.Cli.Invocation;
using Sluice.Cli.Projects;
using Sluice.Cli.Talking;
using Sluice.Diagnostics;
using Sluice.Engine.State;
using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Cli.Running;

/// <summary>The events of one run, a line each, with the diagnostics of steps below theirs.</summary>
internal static class RunLog
{
    internal static async Task<int> WriteAsync(CommandCall call, string folder, string run, string? step, string form, CancellationToken cancellationToken)
    {
        var path = StatePath.In(folder);
        if (!File.Exists(path))
        {
            throw new DiagnosticException(UsageErrors.UnknownRun(call.Line, call.Line.Find(run), run));
        }

        await using var store = await StateStore.OpenAsync(path, call.Host.Time, cancellationToken: cancellationToken);
        var summary = await RunHistoryList.FindAsync(store, run, call, cancellationToken);
        var events = await store.ReadAsync(summary.Run, cancellationToken);
        var names = events.OfType<RunStarted>().SelectMany(started => started.Plan.Steps).Concat(events.OfType<RunResumed>().SelectMany(resumed => resumed.Plan.Steps))
            .GroupBy(planned => planned.Step).ToDictionary(planned => planned.Key, planned => planned.Last());
        if (step is not null && !names.Values.Any(planned => planned.Name == step || planned.Title == step))
        {
            throw new DiagnosticException(UsageErrors.UnknownStep(call.Line, step, names.Values.SelectMany(planned => new[] { planned.Name, planned.Title }).Distinct(StringComparer.Ordinal)));
        }

        var lines = events.Where(happened => step is null || (StepOf(happened) is { } key && names.TryGetValue(key, out var planned) && (planned.Name == step || planned.Title == step))).ToList();
        if (form == "json")
        {
            await call.Host.Output.WriteLineAsync(Json(lines, names));
            return ExitCode.Ok;
        }

        foreach (var happened in lines)
        {
            var moment = TimeZoneInfo.ConvertTime(happened.At, call.Host.Time.LocalTimeZone).ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
            await call.Host.Output.WriteLineAsync($"{moment}  {Text(happened, names)}");
            if (happened is StepEnded { Details: { } details })
            {
                await call.Host.Output.WriteLineAsync(string.Join('\n', details.Split('\n').Select(line => $"              {line}")));
            }
        }

        return ExitCode.Ok;
    }

    private static StepKey? StepOf(RunEvent happened) => happened switch
    {
        StepStarted started => started.Step,
        StepRetried retried => retried.Step,
        StepEnded ended => ended.Step,
        _ => null,
    };

    private static string Text(RunEvent happened, Dictionary<StepKey, PlannedStep> names)
    {
        var step = StepOf(happened) is { } key ? names.GetValueOrDefault(key)?.Title ?? key.ToString() : "";
        return happened switch
        {
            RunStarted started => $"run {started.Run} began: {Amounts.Count(started.Plan.ToRun, "step")}, process {started.Owner.ProcessId} on {started.Owner.Host}{(started.Title is { } title ? $": {title}" : "")}",
            RunResumed resumed => $"run {resumed.Run} went on: {Amounts.Count(resumed.Plan.ToRun, "step")}, process {resumed.Owner.ProcessId} on {resumed.Owner.Host}",
            RunRepaired repaired => $"compared with the commit markers: {Amounts.Count(repaired.Recovered, "step")} recovered",
            RunEnded ended => $"run ended: {ended.Status.ToString().ToLowerInvariant()}{(ended.Message is { } message ? $": {message}" : "")}",
            CancelRequested cancel => $"process {cancel.By.ProcessId} on {cancel.By.Host} asked it to stop",
            StepStarted started => $"{step} began{(started.Attempt > 1 ? $", attempt {started.Attempt}" : "")}",
            StepRetried retried => $"{step} failed in attempt {retried.Attempt}, and is tried again in {Amounts.Time(retried.Delay)}: {FirstLine(retried.Message)}",
            StepEnded ended => $"{step} {StatusWord.Of(ended.Status)}{(ended.Attempts > 0 ? $" in {Amounts.Time(ended.Duration)}" : "")}{(ended.Rows is { } rows ? $", {Amounts.Count(rows, "row")}" : "")}{(ended.Message is { } message ? $": {FirstLine(message)}" : "")}",
            StageRetried stage => $"stage {Stage(stage.Stage, stage.Partition)} is tried again, time {stage.Retry}: {Amounts.Count(stage.Steps.Length, "step")}",
            StageRolledBack stage => $"stage {Stage(stage.Stage, stage.Partition)} {(stage.Problem is { } problem ? $"could not be put back: {problem}" : "is as it was before")}",
            StageLate stage => $"stage {Stage(stage.Stage, stage.Partition)} is late: {Amounts.Time(stage.Elapsed)} of {Amounts.Time(stage.Expected)}",
            _ => happened.GetType().Name,
        };
    }

    private static string Stage(string stage, PartitionKey partition) => partition.IsNone ? stage : $"{stage}[{partition}]";

    private static string? FirstLine(string? text) => text?.Split('\n')[0].TrimEnd();

    private static string Json(List<RunEvent> events, Dictionary<StepKey, PlannedStep> names) => GraphJson.Of(writer =>
    {
        writer.WriteStartArray();
        foreach (var happened in events)
        {
            writer.WriteStartObject();
            writer.WriteString("at", happened.At);
            writer.WriteString("event", happened.GetType().Name);
            if (StepOf(happened) is { } step)
            {
                writer.WriteString("step", step.ToString());
            }

            writer.WriteString("text", Text(happened, names));
            if (happened is StepEnded { Details: { } details })
            {
                writer.WriteString("details", details);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });
}
