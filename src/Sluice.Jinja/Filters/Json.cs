using System.Globalization;
using System.Numerics;
using System.Text;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Filters;

/// <summary><c>tojson</c>: JSON with sorted keys, whose text can stand in HTML.</summary>
internal static class Json
{
    private const int MaxDepth = 200;

    internal static object? ToJson(object? value, JinjaArguments arguments)
    {
        string? indent = arguments[0] switch
        {
            null => null,
            string text => text,
            _ => new string(' ', (int)Math.Clamp(arguments.Integer(0), 0, 1000)),
        };
        var output = new StringBuilder();
        Write(output, value, indent, 1);
        return new Markup(output.ToString());
    }

    private static void Write(StringBuilder output, object? value, string? indent, int depth)
    {
        if (depth > MaxDepth)
        {
            throw Fail.Value("the value is nested too deeply, or contains itself");
        }

        switch (value)
        {
            case null:
                output.Append("null");
                break;
            case bool truth:
                output.Append(truth ? "true" : "false");
                break;
            case string or Markup:
                WriteText(output, Text.Of(value));
                break;
            case long or BigInteger:
                output.Append(Text.Of(value));
                break;
            case double number:
                output.Append(OfDouble(number));
                break;
            case JinjaList or JinjaTuple:
                WriteItems(output, (IReadOnlyList<object?>)value, indent, depth);
                break;
            case JinjaDict dict:
                WriteDict(output, dict, indent, depth);
                break;
            default:
                throw Undefineds.Check(value, null) is { } ? Fail.Type("a value that is undefined cannot be written as JSON")
                    : Fail.Type($"a value of type `{TypeNames.Of(value)}` cannot be written as JSON");
        }
    }

    private static string OfDouble(double number) => double.IsFinite(number) ? FloatText.Of(number)
        : double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";

    private static void WriteItems(StringBuilder output, IReadOnlyList<object?> items, string? indent, int depth)
    {
        output.Append('[');
        for (var i = 0; i < items.Count; i++)
        {
            Separate(output, i, indent, depth);
            Write(output, items[i], indent, depth + 1);
        }

        Close(output, items.Count, indent, depth, ']');
    }

    private static void WriteDict(StringBuilder output, JinjaDict dict, string? indent, int depth)
    {
        output.Append('{');
        var keys = Sorting.Sort(dict.Keys, key => key, isReverse: false);
        for (var i = 0; i < keys.Count; i++)
        {
            Separate(output, i, indent, depth);
            WriteText(output, keys[i] switch
            {
                null => "null",
                bool truth => truth ? "true" : "false",
                double number => OfDouble(number),
                string or Markup or long or BigInteger => Text.Of(keys[i]),
                _ => throw Fail.Type($"a key of JSON cannot be of type `{TypeNames.Of(keys[i])}`"),
            });
            output.Append(": ");
            Write(output, dict[keys[i]], indent, depth + 1);
        }

        Close(output, keys.Count, indent, depth, '}');
    }

    private static void Separate(StringBuilder output, int index, string? indent, int depth)
    {
        output.Append(index == 0 ? "" : indent is null ? ", " : ",");
        NewLine(output, indent, depth);
    }

    private static void Close(StringBuilder output, int count, string? indent, int depth, char bracket)
    {
        if (count > 0)
        {
            NewLine(output, indent, depth - 1);
        }

        output.Append(bracket);
    }

    private static void NewLine(StringBuilder output, string? indent, int depth)
    {
        if (indent is not null)
        {
            output.Append('\n').Insert(output.Length, indent, depth);
        }
    }

    private static void WriteText(StringBuilder output, string text)
    {
        output.Append('"');
        foreach (var character in text)
        {
            _ = character switch
            {
                '"' => output.Append("\\\""),
                '\\' => output.Append("\\\\"),
                '\n' => output.Append("\\n"),
                '\r' => output.Append("\\r"),
                '\t' => output.Append("\\t"),
                '\b' => output.Append("\\b"),
                '\f' => output.Append("\\f"),
                < ' ' or > '~' or '<' or '>' or '&' or '\'' => output.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => output.Append(character),
            };
        }

        output.Append('"');
    }
}
