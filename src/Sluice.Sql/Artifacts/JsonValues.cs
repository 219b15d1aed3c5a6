using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Sluice.Jinja;

namespace Sluice.Sql.Artifacts;

/// <summary>Values of templates, YAML files and query results as JSON, as Python writes them.</summary>
public static class JsonValues
{
    /// <summary>Writes a member of an object.</summary>
    /// <param name="writer">Takes it; stands in an object.</param>
    /// <param name="name">The member's name.</param>
    /// <param name="value">What a template or a YAML file can hold.</param>
    public static void Write(Utf8JsonWriter writer, string name, object? value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WritePropertyName(name);
        Write(writer, value);
    }

    /// <summary>Writes a value: maps as objects, lists as arrays, a whole double with its fraction, what JSON has no form for as its text.</summary>
    /// <param name="writer">Takes it.</param>
    /// <param name="value">What a template or a YAML file can hold; a value that is not defined is null.</param>
    public static void Write(Utf8JsonWriter writer, object? value)
    {
        ArgumentNullException.ThrowIfNull(writer);
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
            case int or long or decimal or BigInteger:
                writer.WriteRawValue(Convert.ToString(value, CultureInfo.InvariantCulture)!);
                break;
            case IEnumerable<KeyValuePair<string, object?>> members:
                writer.WriteStartObject();
                foreach (var (key, item) in members)
                {
                    Write(writer, key, item);
                }

                writer.WriteEndObject();
                break;
            case IEnumerable<KeyValuePair<object?, object?>> members:
                writer.WriteStartObject();
                foreach (var (key, item) in members)
                {
                    Write(writer, JinjaValue.ToText(key), item);
                }

                writer.WriteEndObject();
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
