using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Sluice.Hosting.Http;

/// <summary>A payload, its hash and when it came.</summary>
internal sealed record KeptAnswer(byte[] Payload, string Hash, DateTimeOffset FetchedAt);

/// <summary>Whole answers on disk, one file each, by the hash of what was asked for.</summary>
internal sealed class AnswerCache(string folder, TimeSpan lifetime, TimeProvider time)
{
    /// <summary>The answer to a request; null where none is kept, or it is too old or damaged.</summary>
    internal KeptAnswer? Find(Uri address)
    {
        var path = PathOf(address);
        if (lifetime == TimeSpan.Zero || !File.Exists(path))
        {
            return null;
        }

        var kept = Read(File.ReadAllBytes(path));
        if (kept is not null && time.GetUtcNow() - kept.FetchedAt < lifetime)
        {
            return kept;
        }

        File.Delete(path);
        return null;
    }

    internal void Keep(Uri address, KeptAnswer answer)
    {
        if (lifetime == TimeSpan.Zero)
        {
            return;
        }

        var path = PathOf(address);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var head = JsonSerializer.SerializeToUtf8Bytes(new Head(address.AbsoluteUri, answer.FetchedAt, answer.Hash));
        WholeFile.Write(path, [.. head, (byte)'\n', .. answer.Payload]);
    }

    internal static string HashOf(ReadOnlySpan<byte> payload) => Convert.ToHexStringLower(SHA256.HashData(payload));

    private static KeptAnswer? Read(byte[] content)
    {
        var end = Array.IndexOf(content, (byte)'\n');
        try
        {
            return end > 0
                && JsonSerializer.Deserialize<Head>(content.AsSpan(0, end)) is { } head
                && content[(end + 1)..] is var payload
                && HashOf(payload) == head.Hash
                    ? new(payload, head.Hash, head.FetchedAt)
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private string PathOf(Uri address)
    {
        var key = HashOf(Encoding.UTF8.GetBytes(address.AbsoluteUri));
        return Path.Combine(folder, "answers", key[..2], key + ".json");
    }

    private sealed record Head(string Address, DateTimeOffset FetchedAt, string Hash);
}
