using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Sluice.Cli.Invocation;
using Sluice.Cli.Talking;
using Sluice.Engine.State;
using Sluice.Runs;

namespace Sluice.Cli.Checkpoints;

/// <summary>Writes the checkpoints that a state store keeps.</summary>
internal static class CheckpointList
{
    // The time of a run's id, to the millisecond; enough of a hash to tell two apart.
    private const int ShortId = 13;
    private const int ShortHash = 12;

    internal static async Task<int> WriteAsync(CommandCall call, string path, bool all, string form, CancellationToken cancellationToken)
    {
        ImmutableArray<CheckpointTaken> found = [];
        if (File.Exists(path))
        {
            await using var store = await StateStore.OpenAsync(path, call.Host.Time, cancellationToken: cancellationToken);
            found = await store.Runs.FindCheckpointsAsync(new CheckpointQuery { LatestOnly = !all }, cancellationToken);
        }

        await call.Host.Output.WriteLineAsync(form == "json" ? Json(found) : Text(call, found));
        return ExitCode.Ok;
    }

    private static string Text(CommandCall call, ImmutableArray<CheckpointTaken> found)
    {
        if (found.IsEmpty)
        {
            return "no checkpoint is kept: a stage with `checkpoint: true` takes one when it has ended well";
        }

        var table = new TextTable(["partition", "stage", "when", "run", "target", "tables", "rows", "registries", "hash"], [false, false, false, false, false, true, true, true, false]);
        foreach (var taken in found)
        {
            var checkpoint = taken.Checkpoint;
            table.Add(
                checkpoint.Partition.Text ?? "", checkpoint.Stage, taken.At.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
                taken.Run.ToString()[..ShortId], checkpoint.Scenario ?? checkpoint.Target, Amounts.Number(checkpoint.Tables.Length), Amounts.Number(checkpoint.Rows),
                Amounts.Number(checkpoint.Registries.Count(registry => registry.File is not null)), checkpoint.Hash[..ShortHash]);
        }

        return table.ToString(call.Host.OutputWidth);
    }

    private static string Json(ImmutableArray<CheckpointTaken> found)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Relaxed.Indented))
        {
            writer.WriteStartArray();
            foreach (var taken in found)
            {
                Write(writer, taken);
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, CheckpointTaken taken)
    {
        var checkpoint = taken.Checkpoint;
        writer.WriteStartObject();
        writer.WriteString("partition", checkpoint.Partition.Text);
        writer.WriteString("stage", checkpoint.Stage);
        writer.WriteString("at", taken.At);
        writer.WriteString("run", taken.Run.ToString());
        writer.WriteString("target", checkpoint.Target);
        writer.WriteString("scenario", checkpoint.Scenario);
        writer.WriteString("database", checkpoint.Database);
        writer.WriteString("engine", checkpoint.Engine);
        writer.WriteNumber("rows", checkpoint.Rows);
        writer.WriteString("hash", checkpoint.Hash);
        writer.WriteStartArray("tables");
        foreach (var table in checkpoint.Tables)
        {
            writer.WriteStartObject();
            writer.WriteString("asset", table.Step.Asset.Name);
            writer.WriteString("partition", table.Step.Partition.Text);
            writer.WriteString("relation", table.Relation);
            if (table.Rows is { } rows)
            {
                writer.WriteNumber("rows", rows);
            }

            writer.WriteString("hash", table.Hash);
            writer.WriteString("fingerprint", table.Fingerprint);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("registries");
        foreach (var registry in checkpoint.Registries)
        {
            writer.WriteStartObject();
            writer.WriteString("name", registry.Name);
            writer.WriteNumber("rows", registry.Rows);
            writer.WriteString("hash", registry.Hash);
            writer.WriteString("file", registry.File);
            writer.WriteString("problem", registry.Problem);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
