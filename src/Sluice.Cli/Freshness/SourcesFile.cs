using System.Globalization;
using System.Text.Json;
using Sluice.Cli.Talking;
using Sluice.Sql.Artifacts;
using Sluice.Sql.Freshness;

namespace Sluice.Cli.Freshness;

/// <summary><c>target/sources.json</c> in dbt's form v3, for the tools that read it.</summary>
internal static class SourcesFile
{
    private const string Schema = "https://schemas.getdbt.com/dbt/sources/v3.json";

    /// <summary>dbt's version whose form this is.</summary>
    private const string DbtVersion = "1.11.0";

    internal static void Write(string path, IReadOnlyList<FreshnessResult> results, DateTimeOffset startedAt, DateTimeOffset now)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var stream = File.Create(path);
        using var writer = new Utf8JsonWriter(stream, Relaxed.Writer);
        writer.WriteStartObject();
        writer.WriteStartObject("metadata");
        writer.WriteString("dbt_schema_version", Schema);
        writer.WriteString("dbt_version", DbtVersion);
        writer.WriteString("generated_at", Moment(now));
        writer.WriteString("invocation_id", Guid.CreateVersion7(startedAt).ToString("D"));
        writer.WriteString("invocation_started_at", Moment(startedAt));
        writer.WriteStartObject("env");
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteStartArray("results");
        foreach (var result in results)
        {
            Write(writer, result);
        }

        writer.WriteEndArray();
        writer.WriteNumber("elapsed_time", (now - startedAt).TotalSeconds);
        writer.WriteEndObject();
    }

    /// <summary>dbt's word.</summary>
    internal static string Word(FreshnessStatus status) => status switch
    {
        FreshnessStatus.Pass => "pass",
        FreshnessStatus.Warn => "warn",
        FreshnessStatus.Error => "error",
        _ => "runtime error",
    };

    private static void Write(Utf8JsonWriter writer, FreshnessResult result)
    {
        writer.WriteStartObject();
        writer.WriteString("unique_id", result.Source.UniqueId);
        if (result.Age is not { } age)
        {
            writer.WriteString("error", string.Join('\n', result.Problems.Select(problem => problem.Message)));
            writer.WriteString("status", Word(result.Status));
            writer.WriteEndObject();
            return;
        }

        writer.WriteString("max_loaded_at", Moment(age.MaxLoadedAt));
        writer.WriteString("snapshotted_at", Moment(age.SnapshottedAt));
        writer.WriteNumber("max_loaded_at_time_ago_in_s", age.Age.TotalSeconds);
        writer.WriteString("status", Word(result.Status));
        writer.WriteStartObject("criteria");
        Write(writer, "warn_after", result.Source.Freshness!.WarnAfter);
        Write(writer, "error_after", result.Source.Freshness.ErrorAfter);
        writer.WriteString("filter", result.Source.Freshness.Filter);
        writer.WriteEndObject();
        writer.WriteStartObject("adapter_response");
        writer.WriteEndObject();
        WriteTiming(writer, result);
        writer.WriteString("thread_id", "Thread-1 (worker)");
        writer.WriteNumber("execution_time", result.Duration.TotalSeconds);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, AgeLimit? limit)
    {
        writer.WriteStartObject(name);
        JsonValues.Write(writer, "count", limit?.Count);
        JsonValues.Write(writer, "period", limit?.Period);
        writer.WriteEndObject();
    }

    private static void WriteTiming(Utf8JsonWriter writer, FreshnessResult result)
    {
        writer.WriteStartArray("timing");
        foreach (var (name, from, to) in (ReadOnlySpan<(string, DateTimeOffset, DateTimeOffset)>)
            [("compile", result.StartedAt, result.StartedAt), ("execute", result.StartedAt, result.StartedAt + result.Duration)])
        {
            writer.WriteStartObject();
            writer.WriteString("name", name);
            writer.WriteString("started_at", Moment(from));
            writer.WriteString("completed_at", Moment(to));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static string Moment(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
