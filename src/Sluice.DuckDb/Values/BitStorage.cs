using System.Collections;

namespace Sluice.DuckDb.Values;

/// <summary>BIT as DuckDB stores it: a byte that counts the padding, then the bits from the most significant one on; the padding is ones.</summary>
internal static class BitStorage
{
    internal static byte[] ToStored(BitArray bits)
    {
        if (bits.Length == 0)
        {
            throw new ArgumentException("a BIT has at least one bit", nameof(bits));
        }

        var length = (bits.Length + 7) / 8;
        var padding = (length * 8) - bits.Length;
        var stored = new byte[1 + length];
        stored[0] = (byte)padding;
        for (var place = 0; place < length * 8; place++)
        {
            if (place < padding || bits[place - padding])
            {
                stored[1 + (place / 8)] |= (byte)(1 << (7 - (place % 8)));
            }
        }

        return stored;
    }
}
