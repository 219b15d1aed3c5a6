using System.Globalization;
using System.Text.Json;
using Sluice.Sql.Nodes;
using Sluice.Sql.Operations;
using Sluice.Sql.Project;

namespace Sluice.Sql.Artifacts;

/// <summary>One result of <c>run_results.json</c>.</summary>
public sealed record NodeOutcome
{
    /// <summary>The node's id.</summary>
    public required string UniqueId { get; init; }

    /// <summary>dbt's word: <c>success</c>, <c>error</c>, <c>partial success</c>, <c>skipped</c>, <c>no-op</c>; of tests <c>pass</c>, <c>warn</c>, <c>fail</c>.</summary>
    public required string Status { get; init; }

    /// <summary>When it began; null where it did not.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>When it ended; null where it did not begin.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>The seconds that were spent on it, all of its partitions together.</summary>
    public double Seconds { get; init; }

    /// <summary>One text for people; null where there is nothing to say.</summary>
    public string? Message { get; init; }

    /// <summary>The failing rows of a test, 0 of a hook; null for everything else.</summary>
    public long? Failures { get; init; }

    /// <summary>The thread that it ran on, from 1; 1 where it did not run.</summary>
    public int Thread { get; init; } = 1;

    /// <summary>The batches of a microbatch model, in their order; empty for everything else.</summary>
    public IReadOnlyList<BatchReport> Batches { get; init; } = [];

    /// <summary>What the database answered, by name.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> Response { get; init; } = [];
}

/// <summary><c>target/run_results.json</c> in dbt's form v6, for the tools that read it. Every key is always there.</summary>
public static class RunResultsFile
{
    private const string Schema = "https://schemas.getdbt.com/dbt/run-results/v6.json";

    /// <summary>Writes the file; a reader sees the one before or this one, never a piece.</summary>
    /// <param name="path">The file.</param>
    /// <param name="project">The project.</param>
    /// <param name="run">The command.</param>
    /// <param name="results">One for each node.</param>
    /// <param name="elapsed">How long the command took.</param>
    /// <param name="arguments">The command's options by name.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static void Write(
        string path, SqlProject project, ArtifactRun run, IEnumerable<NodeOutcome> results, TimeSpan elapsed, IEnumerable<KeyValuePair<string, object?>> arguments)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(results);
        ArtifactJson.WriteFile(path, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartObject("metadata");
            ArtifactMetadata.Write(writer, Schema, project, run);
            writer.WriteEndObject();
            writer.WriteStartArray("results");
            foreach (var result in results)
            {
                Write(writer, result, project.Graph.Find(result.UniqueId), run.Compiled(result.UniqueId));
                writer.FlushIfFull();
            }

            writer.WriteEndArray();
            writer.WriteNumber("elapsed_time", elapsed.TotalSeconds);
            writer.Value("args", arguments);
            writer.WriteEndObject();
        });
    }

    private static void Write(Utf8JsonWriter writer, NodeOutcome result, SqlNode? node, string? sql)
    {
        writer.WriteStartObject();
        writer.WriteString("status", result.Status);
        writer.WriteStartArray("timing");
        if (result is { Start: { } start, End: { } end })
        {
            WriteTiming(writer, "compile", start, start);
            WriteTiming(writer, "execute", start, end);
        }

        writer.WriteEndArray();
        writer.WriteString("thread_id", string.Create(CultureInfo.InvariantCulture, $"Thread-{result.Thread} (worker)"));
        writer.WriteNumber("execution_time", result.Seconds);
        writer.Value("adapter_response", result.Response);
        writer.WriteString("message", result.Message);
        writer.Value("failures", result.Failures);
        writer.WriteString("unique_id", result.UniqueId);
        writer.Boolean("compiled", node is SeedNode or ExposureNode or SourceNode ? null : sql is not null);
        writer.WriteString("compiled_code", sql);
        writer.WriteString("relation_name", node is null or SeedNode or ExposureNode ? null : NodeMembers.RelationName(node));
        WriteBatches(writer, result);
        writer.WriteEndObject();
    }

    private static void WriteBatches(Utf8JsonWriter writer, NodeOutcome result)
    {
        if (result.Batches.Count == 0)
        {
            writer.WriteNull("batch_results");
            return;
        }

        writer.WriteStartObject("batch_results");
        foreach (var (name, succeeded) in (ReadOnlySpan<(string, bool)>)[("successful", true), ("failed", false)])
        {
            writer.WriteStartArray(name);
            foreach (var batch in result.Batches.Where(batch => batch.Succeeded == succeeded).OrderBy(batch => batch.Start))
            {
                writer.WriteStartArray();
                writer.WriteStringValue(ArtifactJson.Moment(new DateTimeOffset(batch.Start, TimeSpan.Zero)));
                writer.WriteStringValue(ArtifactJson.Moment(new DateTimeOffset(batch.End, TimeSpan.Zero)));
                writer.WriteEndArray();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteTiming(Utf8JsonWriter writer, string name, DateTimeOffset from, DateTimeOffset to)
    {
        writer.WriteStartObject();
        writer.WriteString("name", name);
        writer.WriteString("started_at", ArtifactJson.Moment(from));
        writer.WriteString("completed_at", ArtifactJson.Moment(to));
        writer.WriteEndObject();
    }
}
