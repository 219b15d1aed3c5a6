using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Sluice.Assets;
using Sluice.Cli.Invocation;
using Sluice.Cli.Talking;
using Sluice.Diagnostics;
using Sluice.Engine.State;
using Sluice.Runs;
using Sluice.Sql.Artifacts;

namespace Sluice.Cli.Running;

/// <summary>Writes what the state store knows of runs and steps.</summary>
internal static class RunHistoryList
{
    // The time of a run's id, to the millisecond.
    private const int ShortId = 13;

    internal static async Task<int> WriteAsync(CommandCall call, string path, string? run, int limit, string form, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            if (run is not null)
            {
                throw new DiagnosticException(UsageErrors.UnknownRun(call.Line, call.Line.Find(run), run));
            }

            await WriteRunsAsync(call, [], form);
            return ExitCode.Ok;
        }

        await using var store = await StateStore.OpenAsync(path, call.Host.Time, cancellationToken: cancellationToken);
        if (run is null)
        {
            await WriteRunsAsync(call, await store.Runs.ListAsync(limit, cancellationToken: cancellationToken), form);
            return ExitCode.Ok;
        }

        var details = await store.Runs.GetAsync((await FindAsync(store, run, call, cancellationToken)).Run, cancellationToken);
        await WriteStepsAsync(call, details!, MetadataList.Of(await store.ReadAsync(details!.Summary.Run, cancellationToken)), form);
        return ExitCode.Ok;
    }

    /// <summary>The run that a text names.</summary>
    /// <exception cref="DiagnosticException">No run or several begin with the text.</exception>
    internal static async Task<RunSummary> FindAsync(StateStore store, string run, CommandCall call, CancellationToken cancellationToken)
    {
        var found = await store.Runs.FindAsync(run, cancellationToken);
        return found switch
        {
            [] => throw new DiagnosticException(UsageErrors.UnknownRun(call.Line, call.Line.Find(run), run)),
            [var one] => one,
            _ => throw new DiagnosticException(UsageErrors.SeveralRuns(call.Line, call.Line.Find(run), run, found.Select(summary => summary.Run.ToString()))),
        };
    }

    private static async Task WriteRunsAsync(CommandCall call, IReadOnlyList<RunSummary> runs, string form)
    {
        if (form == "json")
        {
            await call.Host.Output.WriteLineAsync(Json(writer =>
            {
                writer.WriteStartArray();
                foreach (var run in runs)
                {
                    writer.WriteStartObject();
                    Write(writer, run);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            }));
            return;
        }

        if (runs.Count == 0)
        {
            call.Talk.Info("no runs yet");
            return;
        }

        var table = new TextTable(["run", "started", "took", "status", "steps", "what"], [false, false, true, false, false, false], cut: [5]);
        var ids = Ids(runs);
        foreach (var run in runs)
        {
            table.Add(
                ids[run.Run], Moment(run.StartedAt, call, "yyyy-MM-dd HH:mm"), run.EndedAt is { } end ? Amounts.Time(end - run.StartedAt) : "", Word(run.Status),
                Steps(run), run.Title is { } title ? WithoutProgram(title) : "");
        }

        await call.Host.Output.WriteLineAsync(table.ToString(call.Host.OutputWidth));
    }

    private static async Task WriteStepsAsync(CommandCall call, RunDetails details, Dictionary<StepKey, ImmutableArray<StepMetadata>> metadata, string form)
    {
        if (form == "json")
        {
            await call.Host.Output.WriteLineAsync(Json(writer =>
            {
                writer.WriteStartObject();
                Write(writer, details.Summary);
                Auditing.Write(writer, details.Audits);
                writer.WriteStartArray("steps");
                foreach (var step in details.Steps)
                {
                    writer.WriteStartObject();
                    writer.WriteString("step", step.Step.ToString());
                    writer.WriteString("status", step.Status is { } status ? StatusWord.Of(status) : "running");
                    writer.WriteNumber("attempts", step.Attempts);
                    JsonValues.Write(writer, "seconds", step.Duration?.TotalSeconds);
                    JsonValues.Write(writer, "rows", step.Rows);
                    writer.WriteString("message", step.Message);
                    writer.WriteString("details", step.Details);
                    MetadataList.Write(writer, metadata.GetValueOrDefault(step.Step));
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }));
            return;
        }

        var planned = details.Plan.Steps.ToDictionary(step => step.Step);
        var table = new TextTable(["step", "what", "status", "rows", "took", "message"], [false, false, false, true, true, false], cut: [0, 5]);
        foreach (var step in details.Steps)
        {
            var plan = planned.GetValueOrDefault(step.Step);
            table.Add(
                plan?.Title ?? step.Step.ToString(),
                plan is null ? "" : StepLine.Kind(plan),
                step.Status is { } status ? StatusWord.Of(status) : "running",
                step.Rows is { } rows && plan?.Kind != AssetKind.Check ? Amounts.Number(rows) : "",
                step is { Duration: { } time, Attempts: > 0 } ? Amounts.Time(time) : "",
                step.Status == StepStatus.Unchanged && step.Message == "unchanged" ? "" : step.Message?.Split('\n')[0] ?? "");
        }

        call.Talk.Info($"run {details.Summary.Run}: {Word(details.Summary.Status)}, started {Moment(details.Summary.StartedAt, call, "yyyy-MM-dd HH:mm:ss")}");
        foreach (var audit in details.Audits)
        {
            call.Talk.Info(Auditing.Text(audit));
        }

        await call.Host.Output.WriteLineAsync(table.ToString(call.Host.OutputWidth));
        if (metadata.Count > 0)
        {
            var items = details.Steps.SelectMany(step => metadata.GetValueOrDefault(step.Step, []).Select(item => (planned.GetValueOrDefault(step.Step)?.Title ?? step.Step.ToString(), item)));
            await call.Host.Output.WriteLineAsync(MetadataList.Table(items).ToString(call.Host.OutputWidth));
        }
    }

    private static void Write(Utf8JsonWriter writer, RunSummary run)
    {
        writer.WriteString("run", run.Run.ToString());
        writer.WriteString("title", run.Title);
        writer.WriteString("status", Word(run.Status));
        writer.WriteString("started_at", run.StartedAt);
        JsonValues.Write(writer, "ended_at", run.EndedAt?.ToString("O", CultureInfo.InvariantCulture));
        writer.WriteNumber("succeeded", run.Succeeded);
        writer.WriteNumber("failed", run.Failed);
        writer.WriteNumber("skipped", run.Skipped);
        writer.WriteNumber("unchanged", run.Unchanged);
        writer.WriteString("message", run.Message);
    }

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Relaxed.Indented))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string Word(RunStatus status) => status.ToString().ToLowerInvariant();

    // As much of the ids as tells the runs apart; `resume` and `runs` take the beginning of one.
    private static Dictionary<RunId, string> Ids(IReadOnlyList<RunSummary> runs)
    {
        var cut = runs.Select(run => run.Run.ToString()[..ShortId]).Distinct(StringComparer.Ordinal).Count() == runs.Count;
        return runs.ToDictionary(run => run.Run, run => cut ? run.Run.ToString()[..ShortId] : run.Run.ToString());
    }

    private static string Steps(RunSummary run)
    {
        var counts = new[] { (run.Succeeded, "ok"), (run.Failed, "failed"), (run.Skipped, "skipped"), (run.Unchanged, "same") };
        return string.Join(", ", counts.Where(count => count.Item1 > 0).Select(count => $"{Amounts.Number(count.Item1)} {count.Item2}"));
    }

    private static string WithoutProgram(string title) => title.StartsWith("sluice ", StringComparison.Ordinal) ? title["sluice ".Length..] : title;

    private static string Moment(DateTimeOffset time, CommandCall call, string format) =>
        TimeZoneInfo.ConvertTime(time, call.Host.Time.LocalTimeZone).ToString(format, CultureInfo.InvariantCulture);
}
