using System.Globalization;
using System.Numerics;
using System.Text;
using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Context.Python;

/// <summary>YAML as Python's <c>yaml.safe_dump</c> writes it and <c>safe_load</c> reads it.</summary>
internal static class PythonYaml
{
    /// <summary>The value of a YAML text.</summary>
    /// <exception cref="DiagnosticException">The text is no YAML.</exception>
    internal static object? Read(string text)
    {
        var diagnostics = new DiagnosticBag();
        var root = YamlFile.Parse(new SourceText("<yaml>", text), diagnostics);
        diagnostics.ThrowIfErrors();
        return YamlValues.ToValue(root);
    }

    internal static string Write(object? value, bool sortKeys = false)
    {
        var text = new StringBuilder();
        switch (value)
        {
            case JinjaDict { Count: > 0 } or JinjaList { Count: > 0 } or JinjaTuple { Count: > 0 }:
                WriteBlock(text, value, 0, sortKeys);
                break;
            case JinjaDict or JinjaList or JinjaTuple:
                text.Append(Scalar(value)).Append('\n');
                break;
            default:
                text.Append(Scalar(value)).Append("\n...\n");
                break;
        }

        return text.ToString();
    }

    private static void WriteBlock(StringBuilder text, object? value, int indent, bool sortKeys)
    {
        if (value is JinjaDict dict)
        {
            var pairs = sortKeys ? dict.OrderBy(pair => JinjaValue.ToText(pair.Key), StringComparer.Ordinal) : dict.AsEnumerable();
            foreach (var (key, item) in pairs)
            {
                text.Append(' ', indent).Append(Scalar(key)).Append(':');
                WriteValue(text, item, item is JinjaDict ? indent + 2 : indent, sortKeys);
            }

            return;
        }

        foreach (var item in (IReadOnlyList<object?>)value!)
        {
            text.Append(' ', indent).Append('-');
            if (IsBlock(item))
            {
                // The first line of a nested block stands behind the dash.
                var inner = new StringBuilder();
                WriteBlock(inner, item, indent + 2, sortKeys);
                text.Append(' ').Append(inner.ToString().AsSpan(indent + 2));
            }
            else
            {
                text.Append(' ').Append(Scalar(item)).Append('\n');
            }
        }
    }

    private static void WriteValue(StringBuilder text, object? item, int indent, bool sortKeys)
    {
        if (IsBlock(item))
        {
            text.Append('\n');
            WriteBlock(text, item, indent, sortKeys);
        }
        else
        {
            text.Append(' ').Append(Scalar(item)).Append('\n');
        }
    }

    private static bool IsBlock(object? value) => value is JinjaDict { Count: > 0 } or JinjaList { Count: > 0 } or JinjaTuple { Count: > 0 };

    private static string Scalar(object? value) => value switch
    {
        null => "null",
        bool truth => truth ? "true" : "false",
        double number when double.IsPositiveInfinity(number) => ".inf",
        double number when double.IsNegativeInfinity(number) => "-.inf",
        double number when double.IsNaN(number) => ".nan",
        long or double or BigInteger or decimal => JinjaValue.ToText(value),
        JinjaDict => "{}",
        JinjaList or JinjaTuple => "[]",
        IPythonDate date => date.ToYaml(),
        string or Markup => Quote(value.ToString()!),
        _ => throw new ArgumentException($"cannot represent an object of type {JinjaValue.TypeName(value)} in YAML"),
    };

    private static string Quote(string text)
    {
        if (text.AsSpan().ContainsAny('\n', '\t') || text.Any(char.IsControl))
        {
            return string.Create(CultureInfo.InvariantCulture, $"\"{text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal)}\"");
        }

        var isPlain = text.Length > 0 && YamlScalars.Resolve(text) is string && !char.IsWhiteSpace(text[0]) && !char.IsWhiteSpace(text[^1])
            && !"-?:,[]{}#&*!|>'\"%@`=".Contains(text[0], StringComparison.Ordinal) && !text.Contains(": ", StringComparison.Ordinal)
            && !text.Contains(" #", StringComparison.Ordinal) && !text.EndsWith(':');
        return isPlain ? text : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
    }
}
