using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Sluice.Hosting.Running;

/// <summary>What files hold, as text: the hash of the content. A file whose size and time are as they were is not read again in one process.</summary>
internal static class FileDigests
{
    private const int BlockBytes = 1 << 20;

    private static readonly ConcurrentDictionary<(string Path, long Length, DateTime Written), string> Known = new();

    /// <summary>One line for each file that the patterns mean, by path; a pattern that means none is a line of its own.</summary>
    internal static IEnumerable<string> Of(IEnumerable<string> patterns, string folder) => patterns.SelectMany(pattern => Of(pattern, folder));

    private static IEnumerable<string> Of(string pattern, string folder)
    {
        var full = Path.GetFullPath(pattern, folder);
        var name = Path.GetFileName(full);
        var files = name.AsSpan().ContainsAny('*', '?')
            ? Directory.Exists(Path.GetDirectoryName(full)) ? Directory.EnumerateFiles(Path.GetDirectoryName(full)!, name) : []
            : Directory.Exists(full) ? Directory.EnumerateFiles(full, "*", SearchOption.AllDirectories)
            : File.Exists(full) ? [full] : [];
        return files.Order(StringComparer.Ordinal).Select(file => $"{Path.GetRelativePath(folder, file)} {ContentOf(file)}").DefaultIfEmpty($"{pattern} is missing");
    }

    private static string ContentOf(string path)
    {
        var info = new FileInfo(path);
        return Known.GetOrAdd((path, info.Length, info.LastWriteTimeUtc), static key => string.Create(CultureInfo.InvariantCulture, $"{key.Length} {Hash(key.Path, key.Length)}"));
    }

    // The hash of the hashes of its blocks, which are taken side by side.
    private static string Hash(string path, long length)
    {
        using var file = File.OpenHandle(path);
        var hashes = new byte[Math.Max(1, (length + BlockBytes - 1) / BlockBytes)][];
        Parallel.For(0L, hashes.Length, block =>
        {
            var buffer = ArrayPool<byte>.Shared.Rent(BlockBytes);
            try
            {
                hashes[block] = SHA256.HashData(buffer.AsSpan(0, ReadBlock(file, buffer, block * BlockBytes)));
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        });
        return Convert.ToHexStringLower(SHA256.HashData(hashes.SelectMany(hash => hash).ToArray()).AsSpan(0, 16));
    }

    private static int ReadBlock(SafeFileHandle file, byte[] buffer, long start)
    {
        var length = 0;
        while (length < BlockBytes && RandomAccess.Read(file, buffer.AsSpan(length, BlockBytes - length), start + length) is var read and > 0)
        {
            length += read;
        }

        return length;
    }
}
