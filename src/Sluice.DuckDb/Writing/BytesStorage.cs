using System.Numerics;
using Sluice.DuckDb.Native;

namespace Sluice.DuckDb.Writing;

/// <summary>Text and bytes in a vector: up to twelve inline, longer ones in memory of the library.</summary>
internal static unsafe class BytesStorage
{
    internal static void Write(nint vector, byte* data, long row, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= NativeString.MaxInline)
        {
            var place = data + (row * sizeof(NativeString));
            *(ulong*)place = 0;
            *(ulong*)(place + sizeof(ulong)) = 0;
            *(int*)place = bytes.Length;
            bytes.CopyTo(new Span<byte>(place + sizeof(int), NativeString.MaxInline));
            return;
        }

        fixed (byte* first = bytes)
        {
            NativeMethods.VectorAssignStringUnchecked(vector, (ulong)row, first, (ulong)bytes.Length);
        }
    }
}

/// <summary>BIGNUM as DuckDB stores it: three bytes of sign and length, then the digits; all inverted where negative.</summary>
internal static class BigNumStorage
{
    private const int PositiveBit = 0x80_0000;

    internal static byte[] ToStored(BigInteger number)
    {
        var digits = BigInteger.Abs(number).ToByteArray(isUnsigned: true, isBigEndian: true);
        var header = digits.Length | PositiveBit;
        byte[] stored = [(byte)(header >> 16), (byte)(header >> 8), (byte)header, .. digits];
        if (number.Sign < 0)
        {
            for (var index = 0; index < stored.Length; index++)
            {
                stored[index] = (byte)~stored[index];
            }
        }

        return stored;
    }
}
