using System.Numerics;
using Sluice.Diagnostics;
using Sluice.Jinja;

namespace Sluice.Sql.Project.Caching;

/// <summary>Reads what <see cref="CacheWriter"/> has written.</summary>
/// <param name="input">The bytes.</param>
internal sealed class CacheReader(Stream input) : BinaryReader(input)
{
    internal string? Text() => ReadBoolean() ? ReadString() : null;

    internal int Count() => Read7BitEncodedInt();

    internal SourceSpan Span() => new(Count(), Count());

    internal object? Value() => (ValueKind)ReadByte() switch
    {
        ValueKind.None => null,
        ValueKind.False => false,
        ValueKind.True => true,
        ValueKind.Integer => ReadInt64(),
        ValueKind.Big => new BigInteger(ReadBytes(Count())),
        ValueKind.Number => ReadDouble(),
        ValueKind.Text => ReadString(),
        ValueKind.List => new JinjaList(Items()),
        ValueKind.Dictionary => Dictionary(),
        var other => throw new InvalidDataException($"no kind of value: {other}"),
    };

    private object?[] Items()
    {
        var items = new object?[Count()];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = Value();
        }

        return items;
    }

    private JinjaDict Dictionary()
    {
        var dict = new JinjaDict();
        for (var left = Count(); left > 0; left--)
        {
            var key = Value();
            dict[key] = Value();
        }

        return dict;
    }
}
