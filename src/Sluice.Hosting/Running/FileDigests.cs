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

    /// <summary>Begins to read the files that are not known, on other threads; <see cref="Of(IEnumerable{string})"/> takes what was read, once.</summary>
    internal void Begin(IEnumerable<string> patterns)
    {
        try
        {
            // A processor is left to who goes on meanwhile.
            _cache.Value.Begin(patterns.SelectMany(FilesOf).Distinct(StringComparer.Ordinal), (file, length) => Read(file, length, Math.Max(1, Environment.ProcessorCount - 1)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Who asks for the file meets the same.
        }
    }

    private IEnumerable<string> Of(string pattern) =>
        FilesOf(pattern).Order(StringComparer.Ordinal).Select(file => $"{Path.GetRelativePath(folder, file)} {_cache.Value.Of(file, (path, length) => Read(path, length, Environment.ProcessorCount))}").DefaultIfEmpty($"{pattern} is missing");

    private IEnumerable<string> FilesOf(string pattern)
    {
        var full = Path.GetFullPath(pattern, folder);
        var name = Path.GetFileName(full);
        return name.AsSpan().ContainsAny('*', '?')
            ? Directory.Exists(Path.GetDirectoryName(full)) ? Directory.EnumerateFiles(Path.GetDirectoryName(full)!, name) : []
            : Directory.Exists(full) ? Directory.EnumerateFiles(full, "*", SearchOption.AllDirectories)
            : File.Exists(full) ? [full] : [];
    }

    private static string Read(string path, long length, int threads) => string.Create(CultureInfo.InvariantCulture, $"{length} {Hash(path, length, threads)}");

    // The hash of the hashes of its blocks, which are taken side by side.
    private static string Hash(string path, long length, int threads)
    {
        using var file = File.OpenHandle(path);
        var hashes = new byte[Math.Max(1, (length + BlockBytes - 1) / BlockBytes)][];
        Parallel.For(0L, hashes.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, block =>
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
