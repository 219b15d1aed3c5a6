using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Sluice.Sql.Project.Caching;

/// <summary>A SHA-256 hash, cut to 128 bits.</summary>
/// <param name="High">The first 64 bits.</param>
/// <param name="Low">The others.</param>
internal readonly record struct Digest(ulong High, ulong Low)
{
    internal static Digest Of(ReadOnlySpan<char> text) => Of(MemoryMarshal.AsBytes(text));

    internal static Digest Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return new Digest(BinaryPrimitives.ReadUInt64LittleEndian(hash), BinaryPrimitives.ReadUInt64LittleEndian(hash[8..]));
    }

    /// <summary>The hash of several texts, none of which can pass for a part of another.</summary>
    internal static Digest Of(IEnumerable<string?> texts)
    {
        using var buffer = new MemoryStream();
        using var writer = new CacheWriter(buffer);
        foreach (var text in texts)
        {
            writer.Text(text);
        }

        writer.Flush();
        return Of(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    internal static Digest Read(BinaryReader reader) => new(reader.ReadUInt64(), reader.ReadUInt64());

    internal void Write(BinaryWriter writer)
    {
        writer.Write(High);
        writer.Write(Low);
    }
}
