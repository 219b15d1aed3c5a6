using System.Collections;
using Sluice.DuckDb.Native;

namespace Sluice.DuckDb.Vectors;

/// <summary>LIST and ARRAY: a range of a child vector for each row.</summary>
internal sealed unsafe class ListVector : ColumnVector
{
    private readonly bool _isArray;

    internal ListVector(DuckDbType type)
        : base(type)
    {
        _isArray = type.Kind == DuckDbTypeKind.Array;
        Child = ColumnVectors.Create(type.Element!);
        FieldType = typeof(List<>).MakeGenericType(ColumnVectors.NullableFieldType(Child));
    }

    internal ColumnVector Child { get; }

    internal override Type FieldType { get; }

    internal override void Attach(nint vector)
    {
        base.Attach(vector);
        Child.Attach(_isArray ? NativeMethods.ArrayVectorChild(vector) : NativeMethods.ListVectorChild(vector));
    }

    /// <summary>Where the row's elements stand in <see cref="Child"/>.</summary>
    internal (long Offset, int Length) Range(long row)
    {
        if (_isArray)
        {
            return (row * Type.Length, Type.Length);
        }

        var entry = ((NativeListEntry*)Data)[row];
        return ((long)entry.Offset, checked((int)entry.Length));
    }

    internal override object GetValue(long row)
    {
        var (offset, length) = Range(row);
        var list = (IList)Activator.CreateInstance(FieldType, length)!;
        for (var index = 0; index < length; index++)
        {
            list.Add(Child.GetValueOrNull(offset + index));
        }

        return list;
    }
}

/// <summary>MAP: a list of pairs.</summary>
internal sealed unsafe class MapVector : ColumnVector
{
    internal MapVector(DuckDbType type)
        : base(type)
    {
        Keys = ColumnVectors.Create(type.Key!);
        Values = ColumnVectors.Create(type.Element!);
        FieldType = typeof(Dictionary<,>).MakeGenericType(Keys.FieldType, ColumnVectors.NullableFieldType(Values));
    }

    internal ColumnVector Keys { get; }

    internal ColumnVector Values { get; }

    internal override Type FieldType { get; }

    internal override void Attach(nint vector)
    {
        base.Attach(vector);
        var pairs = NativeMethods.ListVectorChild(vector);
        Keys.Attach(NativeMethods.StructVectorChild(pairs, 0));
        Values.Attach(NativeMethods.StructVectorChild(pairs, 1));
    }

    internal (long Offset, int Length) Range(long row)
    {
        var entry = ((NativeListEntry*)Data)[row];
        return ((long)entry.Offset, checked((int)entry.Length));
    }

    internal override object GetValue(long row)
    {
        var (offset, length) = Range(row);
        var map = (IDictionary)Activator.CreateInstance(FieldType, length)!;
        for (var index = offset; index < offset + length; index++)
        {
            map.Add(Keys.GetValue(index), Values.GetValueOrNull(index));
        }

        return map;
    }
}

/// <summary>STRUCT: one child vector for each field.</summary>
internal sealed class StructVector : ColumnVector
{
    internal StructVector(DuckDbType type)
        : base(type) => Children = [.. type.Fields.Select(field => ColumnVectors.Create(field.Type))];

    internal IReadOnlyList<ColumnVector> Children { get; }

    internal override Type FieldType => typeof(Dictionary<string, object?>);

    internal override void Attach(nint vector)
    {
        base.Attach(vector);
        for (var index = 0; index < Children.Count; index++)
        {
            Children[index].Attach(NativeMethods.StructVectorChild(vector, (ulong)index));
        }
    }

    internal override object GetValue(long row) => ReadStruct(row);

    internal override Dictionary<string, object?> ReadStruct(long row)
    {
        var fields = new Dictionary<string, object?>(Children.Count, StringComparer.Ordinal);
        for (var index = 0; index < Children.Count; index++)
        {
            fields.Add(FieldName(index), Children[index].GetValueOrNull(row));
        }

        return fields;
    }

    // The fields of row(…) have no names; SQL calls them by their number.
    internal string FieldName(int index) => Type.Fields[index].Name is { Length: > 0 } name ? name : $"{index + 1}";
}

/// <summary>UNION: a child vector of tags, then one for each member.</summary>
internal sealed unsafe class UnionVector : ColumnVector
{
    private readonly ColumnVector[] _members;
    private byte* _tags;

    internal UnionVector(DuckDbType type)
        : base(type) => _members = [.. type.Fields.Select(field => ColumnVectors.Create(field.Type))];

    internal override Type FieldType => typeof(DuckDbUnion);

    internal override void Attach(nint vector)
    {
        base.Attach(vector);
        _tags = (byte*)NativeMethods.VectorData(NativeMethods.StructVectorChild(vector, 0));
        for (var index = 0; index < _members.Length; index++)
        {
            _members[index].Attach(NativeMethods.StructVectorChild(vector, (ulong)index + 1));
        }
    }

    internal override object GetValue(long row) => ReadUnion(row);

    internal override DuckDbUnion ReadUnion(long row)
    {
        var tag = _tags[row];
        return new(Type.Fields[tag].Name, _members[tag].GetValueOrNull(row));
    }
}
