using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Sluice.Assets;
using Sluice.Runs;
using Sluice.Sql.Adapters;

namespace Sluice.Sql.Commits;

/// <summary>A commit marker and the relation that it speaks of as JSON.</summary>
internal static class MarkerText
{
    internal static string Write(CommitMarker marker, RelationName relation)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("asset", marker.Step.Asset.Name);
            json.WriteString("partition", marker.Step.Partition.Text);
            json.WriteString("run_id", marker.Run.Value);
            json.WriteNumber("attempt", marker.Attempt);
            json.WriteString("code_version", marker.CodeVersion);
            json.WriteString("input_version", marker.InputVersion);
            json.WriteString("fingerprint", marker.Fingerprint);
            if (marker.RowCount is { } rows)
            {
                json.WriteNumber("row_count", rows);
            }
            else
            {
                json.WriteNull("row_count");
            }

            json.WriteString("committed_at", marker.CommittedAt);
            json.WriteBoolean("hooks_pending", marker.HooksPending);
            json.WriteString("degraded", marker.Degraded);
            if (marker.PreviousRowCount is { } before)
            {
                json.WriteNumber("previous_row_count", before);
            }

            if (marker.ForkedFrom is { } origin)
            {
                json.WriteString("forked_from", origin);
            }

            json.WriteString("schema_name", relation.Schema);
            json.WriteString("relation_name", relation.Identifier);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    internal static (CommitMarker Marker, RelationName Relation) Read(string database, string text)
    {
        using var document = JsonDocument.Parse(text);
        var json = document.RootElement;
        return (
            new CommitMarker(
                new StepKey(new AssetKey(Text(json, "asset")!), new PartitionKey(Text(json, "partition"))),
                new RunId(json.GetProperty("run_id").GetGuid()),
                json.GetProperty("attempt").GetInt32(),
                Text(json, "code_version")!,
                Text(json, "input_version")!,
                Text(json, "fingerprint")!,
                json.GetProperty("row_count") is { ValueKind: JsonValueKind.Number } rows ? rows.GetInt64() : null,
                DateTimeOffset.Parse(Text(json, "committed_at")!, CultureInfo.InvariantCulture))
            {
                PreviousRowCount = json.TryGetProperty("previous_row_count", out var before) ? before.GetInt64() : null,
                Degraded = json.TryGetProperty("degraded", out var degraded) ? degraded.GetString() : null,
                ForkedFrom = json.TryGetProperty("forked_from", out var origin) ? origin.GetString() : null,
                HooksPending = json.GetProperty("hooks_pending").GetBoolean(),
            },
            new RelationName(database, Text(json, "schema_name")!, Text(json, "relation_name")!));
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
