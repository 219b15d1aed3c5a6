using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Sluice.Assets;
using Sluice.Cli.Talking;
using Sluice.Plans;
using Sluice.Runs;
using Sluice.Sql.Nodes;

namespace Sluice.Cli.Running;

/// <summary>The events about nodes that tools around dbt follow a run by, with dbt's members in <c>data</c>.</summary>
/// <param name="talk">Takes them.</param>
/// <param name="find">The node of a unique id; null where there is none.</param>
/// <param name="time">The clock.</param>
internal sealed class NodeEvents(Talk talk, Func<string, SqlNode?> find, TimeProvider time)
{
    private readonly ConcurrentDictionary<StepKey, DateTimeOffset> _starts = new();

    internal void Started(PlannedStep step, int index, int total, string name)
    {
        _starts[step.Step] = time.GetUtcNow();
        talk.Event(LogEvent.LogStartLine, TalkLevel.Info, $"{index} of {total} START {StepLine.Kind(step)} {name}", writer =>
        {
            writer.WriteString("description", $"{StepLine.Kind(step)} {name}");
            writer.WriteNumber("index", index);
            writer.WriteNumber("total", total);
            WriteNode(writer, step, "started", finished: null);
        });
        talk.Event(LogEvent.NodeStart, TalkLevel.Debug, $"Began running node {step.Step.Asset.Name}", writer => WriteNode(writer, step, "started", finished: null));
        // Here both are one: the SQL is rendered and run on one connection.
        talk.Event(LogEvent.NodeCompiling, TalkLevel.Debug, $"Began compiling node {step.Step.Asset.Name}", writer => WriteNode(writer, step, "compiling", finished: null));
        talk.Event(LogEvent.NodeExecuting, TalkLevel.Debug, $"Began executing node {step.Step.Asset.Name}", writer => WriteNode(writer, step, "executing", finished: null));
    }

    /// <summary>The run begins: how many threads it has.</summary>
    internal void Begun(int threads, string target) =>
        talk.Event(LogEvent.ConcurrencyLine, TalkLevel.Info, $"Concurrency: {threads} threads (target='{target}')", writer =>
        {
            writer.WriteNumber("num_threads", threads);
            writer.WriteString("target_name", target);
        });

    internal void Finished(PlannedStep step, StepOutcome outcome) =>
        talk.Event(LogEvent.NodeFinished, TalkLevel.Debug, $"Finished running node {step.Step.Asset.Name}", writer =>
        {
            WriteNode(writer, step, StatusWord.OfDbt(step.Kind, outcome.Result.Status), time.GetUtcNow());
            writer.WriteStartObject("run_result");
            writer.WriteString("status", StatusWord.OfDbt(step.Kind, outcome.Result.Status));
            writer.WriteString("message", outcome.Result.Message ?? "");
            writer.WriteNumber("execution_time", outcome.Duration.TotalSeconds);
            writer.WriteString("thread", LogFile.ThreadName());
            writer.WriteNumber("num_failures", step.Kind == AssetKind.Check ? outcome.Result.Rows ?? 0 : 0);
            writer.WriteStartObject("adapter_response");
            if (step.Kind == AssetKind.Data && outcome.Result.Status == StepStatus.Succeeded)
            {
                writer.WriteString("_message", "OK");
                if (outcome.Result.Rows is { } rows)
                {
                    writer.WriteNumber("rows_affected", rows);
                }
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        });

    /// <summary>The event of a line about a step that ended.</summary>
    internal LogEvent EventOf(PlannedStep step, StepStatus status) => (status, step.Kind, find(step.Step.Asset.Name)?.ResourceType) switch
    {
        (StepStatus.Skipped or StepStatus.Cancelled, _, _) => LogEvent.SkippingDetails,
        (_, AssetKind.Check, _) => LogEvent.LogTestResult,
        (_, AssetKind.Hook, _) => LogEvent.LogHookEndLine,
        (_, _, "seed") => LogEvent.LogSeedResult,
        (_, _, "snapshot") => LogEvent.LogSnapshotResult,
        _ => LogEvent.LogModelResult,
    };

    /// <summary>Writes the members of such a line.</summary>
    internal void WriteResult(Utf8JsonWriter writer, PlannedStep step, StepOutcome outcome, int index, int total, string name)
    {
        writer.WriteString("description", $"{StepLine.Kind(step)} {name}");
        writer.WriteString("name", find(step.Step.Asset.Name)?.Name ?? step.Name);
        writer.WriteString("status", StatusWord.OfDbt(step.Kind, outcome.Result.Status));
        writer.WriteNumber("index", index);
        writer.WriteNumber("total", total);
        writer.WriteNumber("num_models", total);
        writer.WriteNumber("execution_time", outcome.Duration.TotalSeconds);
        if (step.Kind == AssetKind.Check)
        {
            writer.WriteNumber("num_failures", outcome.Result.Rows ?? 0);
        }

        if (!step.Step.Partition.IsNone)
        {
            writer.WriteString("partition", step.Step.Partition.ToString());
        }

        if (outcome.Result.Rows is { } rows)
        {
            writer.WriteNumber("rows", rows);
        }

        WriteNode(writer, step, StatusWord.OfDbt(step.Kind, outcome.Result.Status), time.GetUtcNow());
    }

    private void WriteNode(Utf8JsonWriter writer, PlannedStep step, string status, DateTimeOffset? finished)
    {
        var node = find(step.Step.Asset.Name);
        writer.WriteStartObject("node_info");
        writer.WriteString("unique_id", step.Step.Asset.Name);
        writer.WriteString("node_name", node?.Name ?? step.Name);
        writer.WriteString("node_path", node?.Path ?? "");
        writer.WriteString("resource_type", node?.ResourceType ?? (step.Kind == AssetKind.Hook ? "operation" : "model"));
        writer.WriteString("materialized", step.Kind == AssetKind.Check ? "test" : step.Materialized);
        writer.WriteString("node_status", status);
        writer.WriteString("node_started_at", _starts.TryGetValue(step.Step, out var started) ? Moment(started) : "");
        writer.WriteString("node_finished_at", finished is { } end ? Moment(end) : "");
        writer.WriteStartObject("node_relation");
        if (node?.Relation is { } relation)
        {
            writer.WriteString("database", relation.Database);
            writer.WriteString("schema", relation.Schema);
            writer.WriteString("alias", relation.Identifier);
            writer.WriteString("relation_name", relation.RenderName());
        }

        writer.WriteEndObject();
        writer.WriteStartObject("meta");
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
