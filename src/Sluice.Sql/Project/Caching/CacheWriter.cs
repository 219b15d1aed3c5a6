using System.Numerics;
using Sluice.Diagnostics;
using Sluice.Jinja;

namespace Sluice.Sql.Project.Caching;

/// <summary>Writes what the cache keeps: numbers, texts, places, and the values that templates have.</summary>
/// <param name="output">Takes the bytes.</param>
internal sealed class CacheWriter(Stream output) : BinaryWriter(output)
{
    // A list may hold itself.
    private const int MaxDepth = 50;

    internal void Text(string? text)
    {
        Write(text is not null);
        if (text is not null)
        {
            Write(text);
        }
    }

    internal void Count(int number) => Write7BitEncodedInt(number);

    internal void Span(SourceSpan span)
    {
        Count(span.Start);
        Count(span.End);
    }

    /// <summary>Writes a value; false where it is of a kind that is not kept, which leaves half of it behind.</summary>
    internal bool TryValue(object? value, int depth = 0)
    {
        switch (value)
        {
            case null:
                Write((byte)ValueKind.None);
                return true;
            case bool truth:
                Write((byte)(truth ? ValueKind.True : ValueKind.False));
                return true;
            case long number:
                Write((byte)ValueKind.Integer);
                Write(number);
                return true;
            case BigInteger number:
                Write((byte)ValueKind.Big);
                var bytes = number.ToByteArray();
                Count(bytes.Length);
                Write(bytes);
                return true;
            case double number:
                Write((byte)ValueKind.Number);
                Write(number);
                return true;
            case string text:
                Write((byte)ValueKind.Text);
                Write(text);
                return true;
            case JinjaList list:
                Write((byte)ValueKind.List);
                Count(list.Count);
                return depth < MaxDepth && list.All(item => TryValue(item, depth + 1));
            case JinjaDict dict:
                Write((byte)ValueKind.Dictionary);
                Count(dict.Count);
                return depth < MaxDepth && dict.All(pair => TryValue(pair.Key) && TryValue(pair.Value, depth + 1));
            default:
                return false;
        }
    }
}

/// <summary>The kinds of values that the cache keeps.</summary>
internal enum ValueKind : byte
{
    /// <summary>none</summary>
    None,

    /// <summary>false</summary>
    False,

    /// <summary>true</summary>
    True,

    /// <summary>A whole number of 64 bits.</summary>
    Integer,

    /// <summary>A whole number of any size.</summary>
    Big,

    /// <summary>A number with a fraction.</summary>
    Number,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A list.</summary>
    List,

    /// <summary>A dictionary.</summary>
    Dictionary,
}
