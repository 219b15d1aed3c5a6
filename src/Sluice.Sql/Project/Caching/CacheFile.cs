using System.Security.Cryptography;

namespace Sluice.Sql.Project.Caching;

/// <summary>One file of the project in the cache.</summary>
/// <param name="Content">The hash of its text.</param>
/// <param name="Bytes">What its render told, or its tree.</param>
internal sealed record CacheEntry(Digest Content, byte[] Bytes);

/// <summary>The cache on disk: a header, what it depends on, the entries by file, and a hash over all of it.</summary>
internal static class CacheFile
{
    private static readonly byte[] Magic = "sluice parse cache\n"u8.ToArray();

    /// <summary>The entries; none where the file is missing, broken, or of another version.</summary>
    /// <param name="path">The file.</param>
    /// <param name="program">The hash of the program, which must have written it.</param>
    internal static (Digest Surroundings, Dictionary<string, CacheEntry> Entries) Read(string path, Digest program)
    {
        try
        {
            if (File.Exists(path) && File.ReadAllBytes(path) is var bytes && IsWhole(bytes))
            {
                return Read(bytes, program);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException or ArgumentException)
        {
            // Whatever is wrong with it, the project is all that is needed.
        }

        return (default, new(StringComparer.Ordinal));
    }

    /// <summary>Writes the file; a reader sees the one before or this one. False where that cannot be done.</summary>
    internal static bool TryWrite(string path, Digest program, Digest surroundings, IReadOnlyCollection<KeyValuePair<string, CacheEntry>> entries)
    {
        // Two processes may write at the same time.
        var draft = $"{path}.{Path.GetRandomFileName()}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(draft, ToBytes(program, surroundings, entries));
            File.Move(draft, path, overwrite: true);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            TryDelete(draft);
            return false;
        }
    }

    private static bool IsWhole(byte[] bytes)
    {
        var end = bytes.Length - SHA256.HashSizeInBytes;
        return end > Magic.Length && bytes.AsSpan().StartsWith(Magic) && SHA256.HashData(bytes.AsSpan(0, end)).AsSpan().SequenceEqual(bytes.AsSpan(end));
    }

    private static (Digest, Dictionary<string, CacheEntry>) Read(byte[] bytes, Digest program)
    {
        using var reader = new CacheReader(new MemoryStream(bytes, Magic.Length, bytes.Length - Magic.Length, writable: false));
        var entries = new Dictionary<string, CacheEntry>(StringComparer.Ordinal);
        if (Digest.Read(reader) != program)
        {
            return (default, entries);
        }

        var surroundings = Digest.Read(reader);
        for (var left = reader.Count(); left > 0; left--)
        {
            entries.Add(reader.ReadString(), new CacheEntry(Digest.Read(reader), reader.ReadBytes(reader.Count())));
        }

        return (surroundings, entries);
    }

    private static byte[] ToBytes(Digest program, Digest surroundings, IReadOnlyCollection<KeyValuePair<string, CacheEntry>> entries)
    {
        using var buffer = new MemoryStream();
        using var writer = new CacheWriter(buffer);
        writer.Write(Magic);
        program.Write(writer);
        surroundings.Write(writer);
        writer.Count(entries.Count);
        foreach (var (key, entry) in entries.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            writer.Write(key);
            entry.Content.Write(writer);
            writer.Count(entry.Bytes.Length);
            writer.Write(entry.Bytes);
        }

        writer.Flush();
        writer.Write(SHA256.HashData(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
        writer.Flush();
        return buffer.ToArray();
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A draft that stays harms nobody.
        }
    }
}
