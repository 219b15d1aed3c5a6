using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sbir.Extract;

/// <summary>XXH64 by Yann Collet: 64 bits that tell texts apart, at the speed of memory. It is no defence against texts made to collide.</summary>
internal static class XxHash64
{
    private const ulong Prime1 = 0x9E3779B185EBCA87;
    private const ulong Prime2 = 0xC2B2AE3D27D4EB4F;
    private const ulong Prime3 = 0x165667B19E3779F9;
    private const ulong Prime4 = 0x85EBCA77C2B2AE63;
    private const ulong Prime5 = 0x27D4EB2F165667C5;

    /// <summary>The hash of a text.</summary>
    /// <param name="text">Its bytes.</param>
    /// <param name="seed">Another seed gives another function.</param>
    internal static ulong Of(ReadOnlySpan<byte> text, ulong seed = 0)
    {
        var stripes = MemoryMarshal.Cast<byte, ulong>(text[..(text.Length & ~31)]);
        var hash = (stripes.IsEmpty ? seed + Prime5 : OfStripes(stripes, seed)) + (ulong)text.Length;
        var rest = text[(text.Length & ~31)..];
        for (; rest.Length >= sizeof(ulong); rest = rest[sizeof(ulong)..])
        {
            hash = (BitOperations.RotateLeft(hash ^ Round(0, MemoryMarshal.Read<ulong>(rest)), 27) * Prime1) + Prime4;
        }

        if (rest.Length >= sizeof(uint))
        {
            hash = (BitOperations.RotateLeft(hash ^ (MemoryMarshal.Read<uint>(rest) * Prime1), 23) * Prime2) + Prime3;
            rest = rest[sizeof(uint)..];
        }

        foreach (var last in rest)
        {
            hash = BitOperations.RotateLeft(hash ^ (last * Prime5), 11) * Prime1;
        }

        hash = (hash ^ (hash >> 33)) * Prime2;
        hash = (hash ^ (hash >> 29)) * Prime3;
        return hash ^ (hash >> 32);
    }

    // Four lanes side by side, which a processor works on at once. Code that was compiled ahead of time takes half as long again.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ulong OfStripes(ReadOnlySpan<ulong> stripes, ulong seed)
    {
        var (first, second, third, fourth) = (seed + Prime1 + Prime2, seed + Prime2, seed, seed - Prime1);
        for (; stripes.Length >= 4; stripes = stripes[4..])
        {
            first = Round(first, stripes[0]);
            second = Round(second, stripes[1]);
            third = Round(third, stripes[2]);
            fourth = Round(fourth, stripes[3]);
        }

        var hash = BitOperations.RotateLeft(first, 1) + BitOperations.RotateLeft(second, 7) + BitOperations.RotateLeft(third, 12) + BitOperations.RotateLeft(fourth, 18);
        return Merge(Merge(Merge(Merge(hash, first), second), third), fourth);
    }

    private static ulong Merge(ulong hash, ulong lane) => ((hash ^ Round(0, lane)) * Prime1) + Prime4;

    private static ulong Round(ulong lane, ulong input) => BitOperations.RotateLeft(lane + (input * Prime2), 31) * Prime1;
}
