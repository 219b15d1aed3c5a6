using System.Collections;
using System.Globalization;
using System.Text.Json;

namespace Sluice.Cli.Talking;

/// <summary>Values of templates, YAML files and query results as JSON.</summary>
internal static class JsonValues
{
    /// <summary>Writes a member.</summary>
    internal static void Write(Utf8JsonWriter writer, string name, object? value)
    {
        writer.WritePropertyName(name);
        Write(writer, value);
    }

    /// <summary>Writes what a template or a YAML file can hold.</summary>
    internal static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool truth:
                writer.WriteBooleanValue(truth);
                break;
            case double number when double.IsFinite(number):
                Fractional(writer, number);
                break;
            case int or long or decimal or System.Numerics.BigInteger:
                writer.WriteRawValue(Convert.ToString(value, CultureInfo.InvariantCulture)!);
                break;
            case IEnumerable<KeyValuePair<string, object?>> members:
                Members(writer, members.Select(member => ((object?)member.Key, member.Value)));
                break;
            case IEnumerable<KeyValuePair<object?, object?>> members:
                Members(writer, members.Select(member => (member.Key, member.Value)));
                break;
            case IEnumerable items:
                writer.WriteStartArray();
                foreach (var item in items)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    // A whole double keeps its fraction, as it does in Python: 6.0.
    private static void Fractional(Utf8JsonWriter writer, double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        writer.WriteRawValue(text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0");
    }

    private static void Members(Utf8JsonWriter writer, IEnumerable<(object? Key, object? Value)> members)
    {
        writer.WriteStartObject();
        foreach (var (key, value) in members)
        {
            writer.WritePropertyName(Convert.ToString(key, CultureInfo.InvariantCulture) ?? "");
            Write(writer, value);
        }

        writer.WriteEndObject();
    }
}
