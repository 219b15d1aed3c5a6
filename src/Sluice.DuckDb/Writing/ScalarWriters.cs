using System.Collections;
using System.Numerics;
using Sluice.DuckDb.Native;
using Sluice.DuckDb.Values;
using Sluice.DuckDb.Vectors;

namespace Sluice.DuckDb.Writing;

/// <summary>BOOLEAN.</summary>
internal sealed unsafe class BooleanWriter(DuckDbType type) : VectorWriter(type)
{
    internal override void WriteBoolean(long row, bool value) => Data[row] = value ? (byte)1 : (byte)0;

    protected internal override void WriteValue(long row, object value) =>
        WriteBoolean(row, value is bool truth ? truth : throw Refuse(value));
}

/// <summary>TINYINT to UBIGINT.</summary>
internal sealed unsafe class IntegerWriter<T>(DuckDbType type) : VectorWriter(type)
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    private static readonly bool TakesAllLongs = typeof(T) == typeof(long);
    private static readonly BigInteger Least = BigInteger.CreateChecked(T.MinValue);
    private static readonly BigInteger Greatest = BigInteger.CreateChecked(T.MaxValue);

    internal override void WriteInteger(long row, long value)
    {
        var narrow = T.CreateTruncating(value);
        if (!TakesAllLongs && long.CreateSaturating(narrow) != value)
        {
            throw DoesNotFit(value);
        }

        ((T*)Data)[row] = narrow;
    }

    protected internal override void WriteValue(long row, object value)
    {
        if (value is T same)
        {
            ((T*)Data)[row] = same;
            return;
        }

        var number = Numbers.TryInteger(value) ?? throw Refuse(value);
        ((T*)Data)[row] = number >= Least && number <= Greatest ? T.CreateChecked(number) : throw DoesNotFit(value);
    }
}

/// <summary>HUGEINT and UHUGEINT.</summary>
internal sealed unsafe class HugeIntWriter(DuckDbType type) : VectorWriter(type)
{
    protected internal override void WriteValue(long row, object value)
    {
        var number = Numbers.TryInteger(value) ?? throw Refuse(value);
        if (!Type.Kind.Holds(number))
        {
            throw DoesNotFit(value);
        }

        var bits = number.Sign < 0 ? (UInt128)(Int128)number : (UInt128)number;
        ((NativeHugeInt*)Data)[row] = new((ulong)(bits & ulong.MaxValue), (ulong)(bits >> 64));
    }
}

/// <summary>FLOAT.</summary>
internal sealed unsafe class FloatWriter(DuckDbType type) : VectorWriter(type)
{
    internal override void WriteDouble(long row, double value)
    {
        var narrow = (float)value;
        ((float*)Data)[row] = narrow == value || double.IsNaN(value) ? narrow : throw DoesNotFit(value);
    }

    protected internal override void WriteValue(long row, object value)
    {
        switch (value)
        {
            case float number:
                ((float*)Data)[row] = number;
                break;
            case double number:
                WriteDouble(row, number);
                break;
            default:
                WriteDouble(row, Numbers.TryExactDouble(value) ?? throw Refuse(value));
                break;
        }
    }
}

/// <summary>DOUBLE.</summary>
internal sealed unsafe class DoubleWriter(DuckDbType type) : VectorWriter(type)
{
    internal override void WriteDouble(long row, double value) => ((double*)Data)[row] = value;

    protected internal override void WriteValue(long row, object value) => ((double*)Data)[row] = value switch
    {
        double number => number,
        float number => number,
        _ => Numbers.TryExactDouble(value) ?? throw Refuse(value),
    };
}

/// <summary>DECIMAL.</summary>
internal sealed unsafe class DecimalWriter(DuckDbType type) : VectorWriter(type)
{
    private readonly int _bytes = DecimalStorage.Bytes(type.Precision);

    internal override void WriteDecimal(long row, decimal value) => Store(row, DuckDbDecimal.From(value));

    internal override void WriteInteger(long row, long value) => Store(row, new(value, 0));

    protected internal override void WriteValue(long row, object value) => Store(row, value switch
    {
        decimal number => DuckDbDecimal.From(number),
        DuckDbDecimal number => number,
        _ when Numbers.TryInteger(value) is { } number =>
            DuckDbTypeKind.HugeInt.Holds(number) ? new((Int128)number, 0) : throw DoesNotFit(value),
        _ => throw Refuse(value),
    });

    private void Store(long row, DuckDbDecimal value)
    {
        var fitted = value.Scale == Type.Scale ? value : value.Rescale(Type.Scale);
        if (fitted.Precision > Type.Precision)
        {
            throw DoesNotFit(value);
        }

        switch (_bytes)
        {
            case sizeof(short):
                ((short*)Data)[row] = (short)fitted.Unscaled;
                break;
            case sizeof(int):
                ((int*)Data)[row] = (int)fitted.Unscaled;
                break;
            case sizeof(long):
                ((long*)Data)[row] = (long)fitted.Unscaled;
                break;
            default:
                ((NativeHugeInt*)Data)[row] = new(fitted.Unscaled);
                break;
        }
    }
}

/// <summary>VARCHAR and JSON.</summary>
internal sealed unsafe class TextWriter(DuckDbType type) : VectorWriter(type)
{
    internal override void WriteText(long row, string value)
    {
        using var encoded = new Utf8.Encoded(value, stackalloc byte[512]);
        BytesStorage.Write(Vector, Data, row, encoded.Bytes);
    }

    protected internal override void WriteValue(long row, object value) => WriteText(row, value switch
    {
        string text => text,
        char letter => letter.ToString(),
        char[] letters => new string(letters),
        Enum member => member.ToString(),
        System.IO.TextReader reader => reader.ReadToEnd(),
        _ => throw Refuse(value),
    });
}

/// <summary>BLOB.</summary>
internal sealed unsafe class BlobWriter(DuckDbType type) : VectorWriter(type)
{
    protected internal override void WriteValue(long row, object value) => BytesStorage.Write(Vector, Data, row, value switch
    {
        byte[] bytes => bytes,
        Memory<byte> bytes => bytes.Span,
        ReadOnlyMemory<byte> bytes => bytes.Span,
        Stream stream => NativeValues.ReadAll(stream),
        _ => throw Refuse(value),
    });
}

/// <summary>BIT.</summary>
internal sealed unsafe class BitWriter(DuckDbType type) : VectorWriter(type)
{
    protected internal override void WriteValue(long row, object value) =>
        BytesStorage.Write(Vector, Data, row, BitStorage.ToStored(value as BitArray ?? throw Refuse(value)));
}

/// <summary>BIGNUM.</summary>
internal sealed unsafe class BigNumWriter(DuckDbType type) : VectorWriter(type)
{
    protected internal override void WriteValue(long row, object value) =>
        BytesStorage.Write(Vector, Data, row, BigNumStorage.ToStored(Numbers.TryInteger(value) ?? throw Refuse(value)));
}

/// <summary>ENUM.</summary>
internal sealed unsafe class EnumWriter(DuckDbType type) : VectorWriter(type)
{
    private readonly Dictionary<string, int> _indexes =
        type.EnumMembers.Select((member, index) => (member, index)).ToDictionary(pair => pair.member, pair => pair.index, StringComparer.Ordinal);

    internal override void WriteText(long row, string value)
    {
        if (!_indexes.TryGetValue(value, out var index))
        {
            throw new ArgumentException($"'{value}' is not a value of {Type.Name}", nameof(value));
        }

        switch (Type.EnumWidth)
        {
            case sizeof(byte):
                Data[row] = (byte)index;
                break;
            case sizeof(ushort):
                ((ushort*)Data)[row] = (ushort)index;
                break;
            default:
                ((uint*)Data)[row] = (uint)index;
                break;
        }
    }

    protected internal override void WriteValue(long row, object value) =>
        WriteText(row, value as string ?? (value as Enum)?.ToString() ?? throw Refuse(value));
}

/// <summary>UUID.</summary>
internal sealed unsafe class UuidWriter(DuckDbType type) : VectorWriter(type)
{
    protected internal override void WriteValue(long row, object value) =>
        ((NativeHugeInt*)Data)[row] = UuidStorage.ToStored(value is Guid guid ? guid : throw Refuse(value));
}
