using System.Globalization;
using System.Numerics;
using Sluice.DuckDb.Native;

namespace Sluice.DuckDb.Vectors;

/// <summary>TINYINT to UBIGINT.</summary>
internal sealed unsafe class IntegerVector<T>(DuckDbType type) : ColumnVector(type)
    where T : unmanaged, IBinaryInteger<T>
{
    internal override Type FieldType => typeof(T);

    internal override object GetValue(long row) => At(row);

    internal override Int128 ReadInt128(long row) => Int128.CreateChecked(At(row));

    internal override BigInteger ReadInteger(long row) => BigInteger.CreateChecked(At(row));

    internal override decimal ReadDecimal(long row) => decimal.CreateChecked(At(row));

    internal override DuckDbDecimal ReadExactDecimal(long row) => new(ReadInt128(row), 0);

    internal override double ReadDouble(long row) => ExactFloat<double>.From(this, ReadInteger(row));

    internal override float ReadSingle(long row) => ExactFloat<float>.From(this, ReadInteger(row));

    private T At(long row) => ((T*)Data)[row];
}

/// <summary>HUGEINT.</summary>
internal sealed unsafe class HugeIntVector(DuckDbType type) : ColumnVector(type)
{
    internal override Type FieldType => typeof(Int128);

    internal override object GetValue(long row) => ReadInt128(row);

    internal override Int128 ReadInt128(long row) => ((NativeHugeInt*)Data)[row].ToInt128();

    internal override BigInteger ReadInteger(long row) => ReadInt128(row);

    internal override decimal ReadDecimal(long row) => ReadExactDecimal(row).ToDecimal();

    internal override DuckDbDecimal ReadExactDecimal(long row) => new(ReadInt128(row), 0);

    internal override double ReadDouble(long row) => ExactFloat<double>.From(this, ReadInteger(row));

    internal override float ReadSingle(long row) => ExactFloat<float>.From(this, ReadInteger(row));
}

/// <summary>UHUGEINT.</summary>
internal sealed unsafe class UHugeIntVector(DuckDbType type) : ColumnVector(type)
{
    internal override Type FieldType => typeof(UInt128);

    internal override object GetValue(long row) => At(row);

    internal override Int128 ReadInt128(long row) =>
        At(row) is var value && value <= (UInt128)Int128.MaxValue ? (Int128)value : throw TooLarge(value, typeof(Int128));

    internal override BigInteger ReadInteger(long row) => At(row);

    internal override decimal ReadDecimal(long row) =>
        At(row) is var value && value <= (UInt128)decimal.MaxValue ? (decimal)value : throw TooLarge(value, typeof(decimal));

    internal override double ReadDouble(long row) => ExactFloat<double>.From(this, ReadInteger(row));

    private UInt128 At(long row) => ((NativeHugeInt*)Data)[row].ToUInt128();
}

/// <summary>BIGNUM: three bytes of sign and length, then the digits, most significant byte first; all inverted where negative.</summary>
internal sealed unsafe class BigNumVector(DuckDbType type) : ColumnVector(type)
{
    private const int HeaderLength = 3;
    private const byte PositiveBit = 0x80;

    internal override Type FieldType => typeof(BigInteger);

    internal override object GetValue(long row) => ReadInteger(row);

    internal override BigInteger ReadInteger(long row)
    {
        var bytes = NativeString.Bytes((NativeString*)Data + row);
        var negative = (bytes[0] & PositiveBit) == 0;
        var digits = bytes[HeaderLength..].ToArray();
        if (negative)
        {
            for (var index = 0; index < digits.Length; index++)
            {
                digits[index] = (byte)~digits[index];
            }
        }

        var absolute = new BigInteger(digits, isUnsigned: true, isBigEndian: true);
        return negative ? -absolute : absolute;
    }

    internal override Int128 ReadInt128(long row)
    {
        var value = ReadInteger(row);
        return value >= Int128.MinValue && value <= Int128.MaxValue ? (Int128)value : throw TooLarge(value, typeof(Int128));
    }
}

/// <summary>FLOAT.</summary>
internal sealed unsafe class FloatVector(DuckDbType type) : ColumnVector(type)
{
    internal override Type FieldType => typeof(float);

    internal override object GetValue(long row) => ReadSingle(row);

    internal override float ReadSingle(long row) => ((float*)Data)[row];

    internal override double ReadDouble(long row) => ReadSingle(row);
}

/// <summary>DOUBLE.</summary>
internal sealed unsafe class DoubleVector(DuckDbType type) : ColumnVector(type)
{
    internal override Type FieldType => typeof(double);

    internal override object GetValue(long row) => ReadDouble(row);

    internal override double ReadDouble(long row) => ((double*)Data)[row];

    internal override float ReadSingle(long row)
    {
        var value = ReadDouble(row);
        var narrow = (float)value;
        return narrow == value || double.IsNaN(value) ? narrow : throw TooLarge(value.ToString("R", CultureInfo.InvariantCulture), typeof(float));
    }
}

/// <summary>DECIMAL, in 2, 4, 8 or 16 bytes depending on its precision.</summary>
internal sealed unsafe class DecimalVector(DuckDbType type) : ColumnVector(type)
{
    private readonly byte _scale = (byte)type.Scale;
    private readonly int _bytes = DecimalStorage.Bytes(type.Precision);

    internal override Type FieldType => typeof(decimal);

    internal override object GetValue(long row) => ReadDecimal(row);

    internal override DuckDbDecimal ReadExactDecimal(long row) => new(
        _bytes switch
        {
            sizeof(short) => ((short*)Data)[row],
            sizeof(int) => ((int*)Data)[row],
            sizeof(long) => ((long*)Data)[row],
            _ => ((NativeHugeInt*)Data)[row].ToInt128(),
        },
        _scale);

    internal override decimal ReadDecimal(long row)
    {
        if (_bytes > sizeof(long))
        {
            return ReadExactDecimal(row).ToDecimal();
        }

        // Up to 18 digits always fit.
        var unscaled = _bytes switch
        {
            sizeof(short) => ((short*)Data)[row],
            sizeof(int) => ((int*)Data)[row],
            _ => ((long*)Data)[row],
        };
        var absolute = (ulong)Math.Abs(unscaled);
        return new decimal((int)(uint)absolute, (int)(uint)(absolute >> 32), 0, unscaled < 0, _scale);
    }

    internal override double ReadDouble(long row) => ReadExactDecimal(row).ToDouble();

    internal override Int128 ReadInt128(long row) => Whole(row).Unscaled;

    internal override BigInteger ReadInteger(long row) => Whole(row).Unscaled;

    private DuckDbDecimal Whole(long row)
    {
        var value = ReadExactDecimal(row);
        try
        {
            return value.Rescale(0);
        }
        catch (OverflowException)
        {
            throw TooLarge(value, typeof(long));
        }
    }
}

/// <summary>How many bytes a DECIMAL takes.</summary>
internal static class DecimalStorage
{
    internal static int Bytes(int precision) => precision switch
    {
        <= 4 => sizeof(short),
        <= 9 => sizeof(int),
        <= 18 => sizeof(long),
        _ => 2 * sizeof(long),
    };
}

/// <summary>Integers as floating-point numbers, where they are the same number.</summary>
internal static class ExactFloat<T>
    where T : IBinaryFloatingPointIeee754<T>
{
    internal static T From(ColumnVector vector, BigInteger value)
    {
        var converted = T.CreateSaturating(value);
        return T.IsFinite(converted) && BigInteger.CreateChecked(converted) == value
            ? converted
            : throw vector.TooLarge(value, typeof(T));
    }
}
