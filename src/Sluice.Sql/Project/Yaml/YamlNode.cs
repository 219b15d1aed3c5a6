using System.Globalization;
using Sluice.Diagnostics;

namespace Sluice.Sql.Project.Yaml;

/// <summary>A value of a YAML file with its place.</summary>
internal abstract class YamlNode(SourceText source, SourceSpan span)
{
    internal SourceText Source { get; } = source;

    internal SourceSpan Span { get; } = span;

    /// <summary>What messages call it, such as <c>a list</c>.</summary>
    internal abstract string Kind { get; }
}

/// <summary>A single value: text, number, truth, date or nothing.</summary>
internal sealed class YamlScalar(string text, object? value, bool isPlain, SourceText source, SourceSpan span)
    : YamlNode(source, span)
{
    /// <summary>The text as written, escapes resolved.</summary>
    internal string Text { get; } = text;

    /// <summary>Null, bool, long, BigInteger, double, string, DateOnly, DateTime or DateTimeOffset.</summary>
    internal object? Value { get; } = value;

    /// <summary>True where it is not quoted.</summary>
    internal bool IsPlain { get; } = isPlain;

    internal override string Kind => Value switch
    {
        null => "nothing",
        bool => string.Create(CultureInfo.InvariantCulture, $"the boolean `{Text}`"),
        string => "a text",
        DateOnly or DateTime or DateTimeOffset => "a date",
        _ => "a number",
    };
}

/// <summary>A list.</summary>
internal sealed class YamlSequence(List<YamlNode> items, SourceText source, SourceSpan span) : YamlNode(source, span)
{
    internal List<YamlNode> Items { get; } = items;

    internal override string Kind => "a list";
}

/// <summary>A mapping; the keys in the order of the file.</summary>
internal sealed class YamlMapping(List<YamlEntry> entries, SourceText source, SourceSpan span) : YamlNode(source, span)
{
    internal List<YamlEntry> Entries { get; } = entries;

    internal override string Kind => "a mapping";

    internal YamlEntry? Find(string key)
    {
        foreach (var entry in Entries)
        {
            if (string.Equals(entry.Key.Text, key, StringComparison.Ordinal) && entry.Key.Value is not null)
            {
                return entry;
            }
        }

        return null;
    }

    internal YamlNode? Get(string key) => Find(key)?.Value;
}

/// <summary>A key and its value.</summary>
internal sealed record YamlEntry(YamlScalar Key, YamlNode Value);
