using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;

namespace Sluice.Hosting.Running;

/// <summary>What files hold, as text: the hash of the content. A file whose size and time are as they were is not read again in one process.</summary>
internal static class FileDigests
{
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
        return Known.GetOrAdd((path, info.Length, info.LastWriteTimeUtc), static key =>
        {
            using var stream = File.OpenRead(key.Path);
            return string.Create(CultureInfo.InvariantCulture, $"{key.Length} {Convert.ToHexStringLower(SHA256.HashData(stream).AsSpan(0, 16))}");
        });
    }
}
