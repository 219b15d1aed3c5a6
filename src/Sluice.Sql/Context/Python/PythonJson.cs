using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Sluice.Jinja;

namespace Sluice.Sql.Context.Python;

/// <summary>JSON as Python's <c>json</c> writes it: a blank behind colons and commas, ASCII only.</summary>
internal static class PythonJson
{
    /// <summary>The JSON text of a value.</summary>
    /// <exception cref="ArgumentException">The value has no JSON form.</exception>
    internal static string Write(object? value, bool sortKeys = false)
    {
        var text = new StringBuilder();
        Write(text, value, sortKeys);
        return text.ToString();
    }

    /// <summary>The values of a JSON text as templates have them.</summary>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    internal static object? Read(string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 200 });
        return ToValue(document.RootElement);
    }

    private static object? ToValue(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var dict = new JinjaDict();
                foreach (var property in element.EnumerateObject())
                {
                    dict[property.Name] = ToValue(property.Value);
                }

                return dict;
            case JsonValueKind.Array:
                return new JinjaList(element.EnumerateArray().Select(ToValue));
            case JsonValueKind.String:
                return element.GetString();
            case JsonValueKind.Number:
                var raw = element.GetRawText();
                return element.TryGetInt64(out var number) ? number
                    : raw.AsSpan().ContainsAny('.', 'e', 'E') ? element.GetDouble()
                    : BigInteger.Parse(raw, CultureInfo.InvariantCulture);
            case JsonValueKind.True or JsonValueKind.False:
                return element.GetBoolean();
            default:
                return null;
        }
    }

    private static void Write(StringBuilder text, object? value, bool sortKeys)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case bool truth:
                text.Append(truth ? "true" : "false");
                break;
            case string or Markup:
                WriteText(text, value.ToString()!);
                break;
            case double number:
                text.Append(double.IsNaN(number) ? "NaN" : double.IsInfinity(number) ? (number > 0 ? "Infinity" : "-Infinity") : JinjaValue.ToText(number));
                break;
            case long or int or BigInteger or decimal:
                text.Append(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
            case JinjaDict dict:
                WriteDict(text, dict, sortKeys);
                break;
            case JinjaList or JinjaTuple:
                WriteList(text, (IReadOnlyList<object?>)value, sortKeys);
                break;
            case JinjaObject when JinjaValue.TryIterate(value) is { } items && value is not IPythonDate:
                WriteList(text, [.. items], sortKeys);
                break;
            default:
                throw new ArgumentException($"Object of type {JinjaValue.TypeName(value)} is not JSON serializable");
        }
    }

    private static void WriteDict(StringBuilder text, JinjaDict dict, bool sortKeys)
    {
        var pairs = dict.Select(pair => (Key: KeyText(pair.Key), pair.Value));
        if (sortKeys)
        {
            pairs = pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal);
        }

        text.Append('{');
        var separator = "";
        foreach (var (key, item) in pairs)
        {
            text.Append(separator);
            WriteText(text, key);
            text.Append(": ");
            Write(text, item, sortKeys);
            separator = ", ";
        }

        text.Append('}');
    }

    private static string KeyText(object? key) => key switch
    {
        null => "null",
        bool truth => truth ? "true" : "false",
        string or long or double or BigInteger => JinjaValue.ToText(key),
        _ => throw new ArgumentException($"keys must be str, int, float, bool or None, not {JinjaValue.TypeName(key)}"),
    };

    private static void WriteList(StringBuilder text, IReadOnlyList<object?> items, bool sortKeys)
    {
        text.Append('[');
        for (var i = 0; i < items.Count; i++)
        {
            text.Append(i > 0 ? ", " : "");
            Write(text, items[i], sortKeys);
        }

        text.Append(']');
    }

    private static void WriteText(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var character in value)
        {
            switch (character)
            {
                case '"':
                    text.Append("\\\"");
                    break;
                case '\\':
                    text.Append(@"\\");
                    break;
                case '\n':
                    text.Append("\\n");
                    break;
                case '\r':
                    text.Append("\\r");
                    break;
                case '\t':
                    text.Append("\\t");
                    break;
                case '\b':
                    text.Append("\\b");
                    break;
                case '\f':
                    text.Append("\\f");
                    break;
                case < ' ' or > '~':
                    text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
                    break;
                default:
                    text.Append(character);
                    break;
            }
        }

        text.Append('"');
    }
}
