using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Sluice.Hosting.Running;

/// <summary>What files hold, as text: the hash of the content.</summary>
/// <param name="folder">The project's folder.</param>
internal sealed class FileDigests(string folder)
{
    private const int BlockBytes = 1 << 20;

    private readonly Lazy<DigestCache> _cache = new(() => new DigestCache(folder));

    /// <summary>One line for each file that the patterns mean, by path; a pattern that means none is a line of its own.</summary>
    internal IEnumerable<string> Of(IEnumerable<string> patterns) => patterns.SelectMany(Of);

    private IEnumerable<string> Of(string pattern)
    {
        var full = Path.GetFullPath(pattern, folder);
        var name = Path.GetFileName(full);
        var files = name.AsSpan().ContainsAny('*', '?')
            ? Directory.Exists(Path.GetDirectoryName(full)) ? Directory.EnumerateFiles(Path.GetDirectoryName(full)!, name) : []
            : Directory.Exists(full) ? Directory.EnumerateFiles(full, "*", SearchOption.AllDirectories)
            : File.Exists(full) ? [full] : [];
        return files.Order(StringComparer.Ordinal).Select(file => $"{Path.GetRelativePath(folder, file)} {ContentOf(file)}").DefaultIfEmpty($"{pattern} is missing");
    }

    private string ContentOf(string path) => _cache.Value.Of(path, static (file, length) => string.Create(CultureInfo.InvariantCulture, $"{length} {Hash(file, length)}"));

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
