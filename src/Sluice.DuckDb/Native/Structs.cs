using System.Runtime.InteropServices;

namespace Sluice.DuckDb.Native;

/// <summary><c>duckdb_result</c>: passed by pointer, and by value to a few functions.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeResult
{
    internal ulong DeprecatedColumnCount;
    internal ulong DeprecatedRowCount;
    internal ulong DeprecatedRowsChanged;
    internal nint DeprecatedColumns;
    internal nint DeprecatedErrorMessage;
    internal nint InternalData;
}

/// <summary>HUGEINT, UHUGEINT and UUID: <c>upper * 2^64 + lower</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct NativeHugeInt(ulong lower, ulong upper)
{
    internal readonly ulong Lower = lower;
    internal readonly ulong Upper = upper;

    internal NativeHugeInt(Int128 value)
        : this((ulong)(value & ulong.MaxValue), (ulong)((UInt128)value >> 64))
    {
    }

    internal Int128 ToInt128() => new(Upper, Lower);

    internal UInt128 ToUInt128() => new(Upper, Lower);
}

[StructLayout(LayoutKind.Sequential)]
internal readonly struct NativeDecimal(byte width, byte scale, NativeHugeInt value)
{
    internal readonly byte Width = width;
    internal readonly byte Scale = scale;
    internal readonly NativeHugeInt Value = value;
}

[StructLayout(LayoutKind.Sequential)]
internal readonly struct NativeInterval(int months, int days, long micros)
{
    internal readonly int Months = months;
    internal readonly int Days = days;
    internal readonly long Micros = micros;
}

/// <summary><c>duckdb_bit</c> and the head of <c>duckdb_bignum</c>: bytes that the caller owns.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly unsafe struct NativeBytes(byte* data, ulong size)
{
    internal readonly byte* Data = data;
    internal readonly ulong Size = size;
}

[StructLayout(LayoutKind.Sequential)]
internal readonly unsafe struct NativeBigNum(byte* data, ulong size, bool isNegative)
{
    internal readonly byte* Data = data;
    internal readonly ulong Size = size;
    internal readonly byte IsNegative = isNegative ? (byte)1 : (byte)0;
}

[StructLayout(LayoutKind.Sequential)]
internal readonly struct NativeProgress
{
    internal readonly double Percentage;
    internal readonly ulong RowsProcessed;
    internal readonly ulong RowsToProcess;
}

/// <summary>A LIST's or MAP's row in its vector: a range of the child vector.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeListEntry
{
    internal ulong Offset;
    internal ulong Length;
}

/// <summary><c>duckdb_string_t</c>: up to 12 bytes inline, else a prefix and a pointer.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeString
{
    internal const int MaxInline = 12;

    private uint _length;
    private uint _prefix;
    private ulong _pointer;

    internal readonly int Length => (int)_length;

    internal static ReadOnlySpan<byte> Bytes(NativeString* text) => text->_length <= MaxInline
        ? new ReadOnlySpan<byte>((byte*)text + sizeof(uint), text->Length)
        : new ReadOnlySpan<byte>((byte*)text->_pointer, text->Length);
}
