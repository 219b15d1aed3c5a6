using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sluice.Sql.Artifacts;

/// <summary>Pieces that all artifacts are written of.</summary>
internal static class ArtifactJson
{
    private const int FlushAt = 1 << 16;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes a file that a reader never sees half of: beside it first, then in its place.</summary>
    internal static void WriteFile(string path, Action<Utf8JsonWriter> write) => WriteFile(path, (writer, _) => write(writer));

    /// <summary>The same, where some members are sent to the file itself: what waits in the writer is flushed before.</summary>
    internal static void WriteFile(string path, Action<Utf8JsonWriter, Stream> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var draft = $"{path}.{Environment.ProcessId}.tmp";
        using (var stream = new FileStream(draft, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            write(writer, stream);
        }

        File.Move(draft, path, overwrite: true);
    }

    /// <summary>A writer of pieces of such a file.</summary>
    internal static Utf8JsonWriter NewWriter(System.Buffers.IBufferWriter<byte> output) => new(output, Options);

    /// <summary>Sends what is written to the file once it is much, so that memory holds a piece of the file at a time.</summary>
    internal static void FlushIfFull(this Utf8JsonWriter writer)
    {
        if (writer.BytesPending > FlushAt)
        {
            writer.Flush();
        }
    }

    internal static void Value(this Utf8JsonWriter writer, string name, object? value) => JsonValues.Write(writer, name, value);

    internal static void Strings(this Utf8JsonWriter writer, string name, IEnumerable<string> items)
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            writer.WriteStringValue(item);
        }

        writer.WriteEndArray();
    }

    internal static void EmptyObject(this Utf8JsonWriter writer, string name)
    {
        writer.WriteStartObject(name);
        writer.WriteEndObject();
    }

    internal static void EmptyArray(this Utf8JsonWriter writer, string name)
    {
        writer.WriteStartArray(name);
        writer.WriteEndArray();
    }

    internal static void Boolean(this Utf8JsonWriter writer, string name, bool? value)
    {
        if (value is { } truth)
        {
            writer.WriteBoolean(name, truth);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    /// <summary>A moment as dbt writes it: UTC, microseconds.</summary>
    internal static string Moment(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    internal static double Seconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).TotalSeconds;

    internal static void Value(this Utf8JsonWriter writer, object? value) => JsonValues.Write(writer, value);
}
