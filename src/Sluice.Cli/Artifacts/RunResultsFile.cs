using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Sluice.Assets;
using Sluice.Cli.Running;
using Sluice.Cli.Talking;
using Sluice.Engine.Runs;
using Sluice.Plans;
using Sluice.Runs;
using Sluice.Sql.Nodes;

namespace Sluice.Cli.Artifacts;

/// <summary><c>target/run_results.json</c> in dbt's form v6, for the tools that read it.</summary>
/// <param name="find">The node of a unique id; null where there is none.</param>
/// <param name="compiled">The SQL that a node was last compiled to; null where it was not.</param>
/// <param name="starts">When each step began.</param>
internal sealed class RunResultsFile(
    Func<string, SqlNode?> find, Func<string, string?> compiled, IReadOnlyDictionary<StepKey, DateTimeOffset> starts)
{
    private const string Schema = "https://schemas.getdbt.com/dbt/run-results/v6.json";

    /// <summary>dbt's version whose form this is.</summary>
    private const string DbtVersion = "1.11.0";

    internal void Write(string path, RunPlan plan, RunResult result, string command, DateTimeOffset startedAt, DateTimeOffset now)
    {
        var kinds = plan.Steps.ToFrozenDictionary(step => step.Step, step => step.Kind);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var stream = File.Create(path);
        using var writer = new Utf8JsonWriter(stream, Relaxed.Writer);
        writer.WriteStartObject();
        writer.WriteStartObject("metadata");
        writer.WriteString("dbt_schema_version", Schema);
        writer.WriteString("dbt_version", DbtVersion);
        writer.WriteString("generated_at", Moment(now));
        writer.WriteString("invocation_id", result.Run.ToString());
        writer.WriteString("invocation_started_at", Moment(startedAt));
        writer.WriteStartObject("env");
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteStartArray("results");
        // dbt knows one result a node: the partitions of a node are one, with their own results inside.
        foreach (var node in result.Outcomes.GroupBy(outcome => outcome.Step.Asset))
        {
            Write(writer, [.. node], kinds[node.First().Step]);
        }

        writer.WriteEndArray();
        writer.WriteNumber("elapsed_time", result.Duration.TotalSeconds);
        writer.WriteStartObject("args");
        writer.WriteString("which", command);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void Write(Utf8JsonWriter writer, List<StepOutcome> outcomes, AssetKind kind)
    {
        var id = outcomes[0].Step.Asset.Name;
        var worst = outcomes.MaxBy(outcome => Weight(outcome.Result.Status))!;
        var node = find(id);
        var sql = compiled(id);
        writer.WriteStartObject();
        writer.WriteString("status", StatusWord.OfDbt(kind, worst.Result.Status));
        WriteTiming(writer, outcomes);
        writer.WriteString("thread_id", "Thread-1");
        writer.WriteNumber("execution_time", outcomes.Sum(outcome => outcome.Duration.TotalSeconds));
        WriteResponse(writer, outcomes, kind);
        writer.WriteString("message", worst.Result.Message);
        JsonValues.Write(writer, "failures", kind == AssetKind.Check ? worst.Result.Rows : null);
        writer.WriteString("unique_id", id);
        JsonValues.Write(writer, "compiled", node is SeedNode ? null : sql is not null);
        writer.WriteString("compiled_code", sql);
        writer.WriteString("relation_name", node is ModelNode or SeedNode ? node.Relation?.RenderName() : null);
        writer.WriteNull("batch_results");
        writer.WriteEndObject();
    }

    private void WriteTiming(Utf8JsonWriter writer, List<StepOutcome> outcomes)
    {
        writer.WriteStartArray("timing");
        var ran = outcomes.Where(outcome => starts.ContainsKey(outcome.Step)).ToList();
        if (ran.Count > 0)
        {
            var start = ran.Min(outcome => starts[outcome.Step]);
            var end = ran.Max(outcome => starts[outcome.Step] + outcome.Duration);
            foreach (var (name, from, to) in (ReadOnlySpan<(string, DateTimeOffset, DateTimeOffset)>)[("compile", start, start), ("execute", start, end)])
            {
                writer.WriteStartObject();
                writer.WriteString("name", name);
                writer.WriteString("started_at", Moment(from));
                writer.WriteString("completed_at", Moment(to));
                writer.WriteEndObject();
            }
        }

        writer.WriteEndArray();
    }

    private static void WriteResponse(Utf8JsonWriter writer, List<StepOutcome> outcomes, AssetKind kind)
    {
        writer.WriteStartObject("adapter_response");
        if (kind == AssetKind.Data && outcomes.Exists(outcome => outcome.Result.Status == StepStatus.Succeeded))
        {
            writer.WriteString("_message", "OK");
            if (outcomes.Sum(outcome => outcome.Result.Rows ?? 0) is > 0 and var rows)
            {
                writer.WriteNumber("rows_affected", rows);
            }
        }

        if (!outcomes[0].Step.Partition.IsNone)
        {
            writer.WriteStartObject("partitions");
            foreach (var outcome in outcomes)
            {
                writer.WriteStartObject(outcome.Step.Partition.ToString());
                writer.WriteString("status", StatusWord.OfDbt(kind, outcome.Result.Status));
                writer.WriteNumber("execution_time", outcome.Duration.TotalSeconds);
                JsonValues.Write(writer, "rows", outcome.Result.Rows);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static int Weight(StepStatus status) => status switch
    {
        StepStatus.Errored or StepStatus.TimedOut => 6,
        StepStatus.Failed => 5,
        StepStatus.Skipped or StepStatus.Cancelled => 4,
        StepStatus.Warned => 3,
        StepStatus.Succeeded => 2,
        _ => 1,
    };

    private static string Moment(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
