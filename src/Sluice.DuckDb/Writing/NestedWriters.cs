using System.Collections;
using System.Globalization;
using Sluice.DuckDb.Native;

namespace Sluice.DuckDb.Writing;

/// <summary>The child vector of a LIST or MAP, which grows as rows are written.</summary>
internal sealed unsafe class GrowingChild(VectorWriter writer)
{
    private const ulong FirstCapacity = 2048;

    private nint _vector;
    private ulong _capacity;

    internal ulong Size { get; private set; }

    internal void Attach(nint vector)
    {
        _vector = vector;
        Size = 0;
        _capacity = FirstCapacity;
        writer.Attach(NativeMethods.ListVectorChild(vector));
    }

    /// <summary>Makes room for more elements; gives the place of the first.</summary>
    internal ulong Add(ulong count)
    {
        var place = Size;
        Size += count;
        if (Size > _capacity)
        {
            while (_capacity < Size)
            {
                _capacity *= 2;
            }

            NativeMethods.ListVectorReserve(_vector, _capacity);
            writer.Attach(NativeMethods.ListVectorChild(_vector)); // its data may have moved
        }

        return place;
    }

    internal void Finish()
    {
        NativeMethods.ListVectorSetSize(_vector, Size);
        writer.Finish();
    }
}

/// <summary>What LIST and MAP have in common: a row is a stretch of the elements.</summary>
internal abstract unsafe class StretchWriter(DuckDbType type, VectorWriter elements) : VectorWriter(type)
{
    private readonly GrowingChild _child = new(elements);

    protected VectorWriter Elements { get; } = elements;

    internal override void Attach(nint vector)
    {
        base.Attach(vector);
        _child.Attach(vector);
    }

    internal override void WriteNull(long row)
    {
        base.WriteNull(row);
        ((NativeListEntry*)Data)[row] = new NativeListEntry { Offset = _child.Size, Length = 0 };
    }

    internal override void Finish() => _child.Finish();

    /// <summary>Makes room for a row's elements; gives the place of the first.</summary>
    protected long Begin(long row, int count)
    {
        var place = _child.Add((ulong)count);
        ((NativeListEntry*)Data)[row] = new NativeListEntry { Offset = place, Length = (ulong)count };
        return (long)place;
    }
}

/// <summary>LIST.</summary>
internal sealed class ListWriter(DuckDbType type) : StretchWriter(type, VectorWriters.Create(type.Element!))
{
    protected internal override void WriteValue(long row, object value)
    {
        if (value is string or byte[] || value is not IEnumerable items)
        {
            throw Refuse(value);
        }

        var all = items as ICollection ?? items.Cast<object?>().ToList();
        var place = Begin(row, all.Count);
        foreach (var element in all)
        {
            Elements.Write(place++, element);
        }
    }
}

/// <summary>ARRAY: as many elements in each row.</summary>
internal sealed class ArrayWriter(DuckDbType type) : VectorWriter(type)
{
    private readonly VectorWriter _elements = VectorWriters.Create(type.Element!);

    internal override void Attach(nint vector)
    {
        base.Attach(vector);
        _elements.Attach(NativeMethods.ArrayVectorChild(vector));
    }

    internal override void WriteNull(long row)
    {
        base.WriteNull(row);
        for (var index = 0; index < Type.Length; index++)
        {
            _elements.WriteNull((row * Type.Length) + index);
        }
    }

    internal override void Finish() => _elements.Finish();

    protected internal override void WriteValue(long row, object value)
    {
        if (value is string or byte[] || value is not IEnumerable items)
        {
            throw Refuse(value);
        }

        var elements = items.Cast<object?>().ToList();
        if (elements.Count != Type.Length)
        {
            throw new ArgumentException($"{Type.Name} takes {Type.Length} elements, not {elements.Count}", nameof(value));
        }

        for (var index = 0; index < elements.Count; index++)
        {
            _elements.Write((row * Type.Length) + index, elements[index]);
        }
    }
}

/// <summary>STRUCT.</summary>
internal sealed class StructWriter(DuckDbType type) : VectorWriter(type)
{
    private readonly VectorWriter[] _fields = [.. type.Fields.Select(field => VectorWriters.Create(field.Type))];

    internal override void Attach(nint vector)
    {
        base.Attach(vector);
        for (var index = 0; index < _fields.Length; index++)
        {
            _fields[index].Attach(NativeMethods.StructVectorChild(vector, (ulong)index));
        }
    }

    internal override void WriteNull(long row)
    {
        base.WriteNull(row);
        foreach (var field in _fields)
        {
            field.WriteNull(row);
        }
    }

    internal override void Finish()
    {
        foreach (var field in _fields)
        {
            field.Finish();
        }
    }

    protected internal override void WriteValue(long row, object value)
    {
        var map = value as IDictionary ?? throw Refuse(value);
        var values = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in map)
        {
            values[Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!] = entry.Value;
        }

        for (var index = 0; index < _fields.Length; index++)
        {
            values.Remove(Type.Fields[index].Name, out var field);
            _fields[index].Write(row, field);
        }

        if (values.Count > 0)
        {
            throw new ArgumentException($"'{values.Keys.First()}' is not a field of {Type.Name}", nameof(value));
        }
    }
}

/// <summary>MAP: a list of pairs.</summary>
internal sealed class MapWriter(DuckDbType type) : StretchWriter(type, new PairWriter(type))
{
    protected internal override void WriteValue(long row, object value)
    {
        var map = value as IDictionary ?? throw Refuse(value);
        var place = Begin(row, map.Count);
        foreach (DictionaryEntry entry in map)
        {
            Elements.WriteValue(place++, entry);
        }
    }

    private sealed class PairWriter(DuckDbType map) : VectorWriter(map)
    {
        private readonly VectorWriter _keys = VectorWriters.Create(map.Key!);
        private readonly VectorWriter _values = VectorWriters.Create(map.Element!);

        internal override void Attach(nint vector)
        {
            base.Attach(vector);
            _keys.Attach(NativeMethods.StructVectorChild(vector, 0));
            _values.Attach(NativeMethods.StructVectorChild(vector, 1));
        }

        internal override void Finish()
        {
            _keys.Finish();
            _values.Finish();
        }

        protected internal override void WriteValue(long row, object value)
        {
            var entry = (DictionaryEntry)value;
            _keys.WriteValue(row, entry.Key);
            _values.Write(row, entry.Value);
        }
    }
}

/// <summary>UNION: a vector of tags, then one for each member, of which all but one are NULL in a row.</summary>
internal sealed unsafe class UnionWriter(DuckDbType type) : VectorWriter(type)
{
    private readonly VectorWriter[] _members = [.. type.Fields.Select(field => VectorWriters.Create(field.Type))];
    private readonly VectorWriter _tags = VectorWriters.Create(DuckDbType.Of(DuckDbTypeKind.UTinyInt));

    internal override void Attach(nint vector)
    {
        base.Attach(vector);
        _tags.Attach(NativeMethods.StructVectorChild(vector, 0));
        for (var index = 0; index < _members.Length; index++)
        {
            _members[index].Attach(NativeMethods.StructVectorChild(vector, (ulong)index + 1));
        }
    }

    internal override void WriteNull(long row)
    {
        base.WriteNull(row);
        _tags.WriteNull(row);
        foreach (var member in _members)
        {
            member.WriteNull(row);
        }
    }

    internal override void Finish()
    {
        foreach (var member in _members)
        {
            member.Finish();
        }
    }

    protected internal override void WriteValue(long row, object value)
    {
        var union = value is DuckDbUnion exact ? exact : throw Refuse(value);
        var tag = Type.Fields.Select(field => field.Name).ToList().FindIndex(name => name.Equals(union.Tag, StringComparison.OrdinalIgnoreCase));
        if (tag < 0)
        {
            throw new ArgumentException($"'{union.Tag}' is not a member of {Type.Name}", nameof(value));
        }

        _tags.WriteInteger(row, tag);
        for (var index = 0; index < _members.Length; index++)
        {
            _members[index].Write(row, index == tag ? union.Value : null);
        }
    }
}
