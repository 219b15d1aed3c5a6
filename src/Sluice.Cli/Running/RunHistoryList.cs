using System.Globalization;
using System.Text;
using System.Text.Json;
using Sluice.Cli.Invocation;
using Sluice.Cli.Projects;
using Sluice.Cli.Talking;
using Sluice.Diagnostics;
using Sluice.Engine.State;
using Sluice.Runs;

namespace Sluice.Cli.Running;

/// <summary>Writes what the state store knows of runs and steps.</summary>
internal static class RunHistoryList
{
    internal static async Task<int> WriteAsync(CommandCall call, string folder, string? run, int limit, string form, CancellationToken cancellationToken)
    {
        var path = StatePath.In(folder);
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
        await WriteStepsAsync(call, details!, form);
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

        var table = new TextTable(["run", "started", "took", "status", "ok", "failed", "skipped", "same", "what"], [false, false, true, false, true, true, true, true, false]);
        foreach (var run in runs)
        {
            table.Add(
                run.Run.ToString(), Moment(run.StartedAt), run.EndedAt is { } end ? Amounts.Time(end - run.StartedAt) : "", Word(run.Status), Amounts.Number(run.Succeeded),
                Amounts.Number(run.Failed), Amounts.Number(run.Skipped), Amounts.Number(run.Unchanged), run.Title ?? "");
        }

        await call.Host.Output.WriteLineAsync(table.ToString());
    }

    private static async Task WriteStepsAsync(CommandCall call, RunDetails details, string form)
    {
        if (form == "json")
        {
            await call.Host.Output.WriteLineAsync(Json(writer =>
            {
                writer.WriteStartObject();
                Write(writer, details.Summary);
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
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }));
            return;
        }

        var table = new TextTable(["step", "status", "rows", "took", "message"], [false, false, true, true, false]);
        foreach (var step in details.Steps)
        {
            table.Add(
                step.Step.ToString(), step.Status is { } status ? StatusWord.Of(status) : "running", step.Rows is { } rows ? Amounts.Number(rows) : "",
                step.Duration is { } time ? Amounts.Time(time) : "", step.Message?.Split('\n')[0] ?? "");
        }

        call.Talk.Info($"run {details.Summary.Run}: {Word(details.Summary.Status)}, started {Moment(details.Summary.StartedAt)}");
        await call.Host.Output.WriteLineAsync(table.ToString());
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

    private static string Moment(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
