using System.Collections;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sluice.Jinja;

namespace Sluice.Sql.Artifacts;

/// <summary>Values of templates and YAML files as JSON, as Python writes them.</summary>
internal static class ArtifactJson
{
    private const int FlushAt = 1 << 16;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a file that a reader never sees half of: beside it first, then in its place.</summary>
    internal static void WriteFile(string path, Action<Utf8JsonWriter> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var draft = $"{path}.{Environment.ProcessId}.tmp";
        using (var stream = new FileStream(draft, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            write(writer);
        }

        File.Move(draft, path, overwrite: true);
    }

    /// <summary>Sends what is written to the file once it is much, so that memory holds a piece of the file at a time.</summary>
    internal static void FlushIfFull(this Utf8JsonWriter writer)
    {
        if (writer.BytesPending > FlushAt)
        {
            writer.Flush();
        }
    }

    internal static void Value(this Utf8JsonWriter writer, string name, object? value)
    {
        writer.WritePropertyName(name);
        writer.Value(value);
    }

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

    internal static void Value(this Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null or Undefined:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool truth:
                writer.WriteBooleanValue(truth);
                break;
            case double number when double.IsFinite(number):
                writer.WriteRawValue(Fractional(number));
                break;
            case int or long or decimal or System.Numerics.BigInteger:
                writer.WriteRawValue(Convert.ToString(value, CultureInfo.InvariantCulture)!);
                break;
            case IEnumerable<KeyValuePair<string, object?>> members:
                writer.WriteStartObject();
                foreach (var (key, item) in members)
                {
                    writer.Value(key, item);
                }

                writer.WriteEndObject();
                break;
            case IEnumerable<KeyValuePair<object?, object?>> members:
                writer.WriteStartObject();
                foreach (var (key, item) in members)
                {
                    writer.Value(JinjaValue.ToText(key), item);
                }

                writer.WriteEndObject();
                break;
            case IEnumerable items:
                writer.WriteStartArray();
                foreach (var item in items)
                {
                    writer.Value(item);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteStringValue(JinjaValue.ToText(value));
                break;
        }
    }

    // A whole number that Python holds as a float keeps its fraction: 6.0.
    private static string Fractional(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0";
    }
}
