using System.Text.Json;

namespace Sluice.Hosting.Http;

/// <summary>What was spent of a source's quota: when requests were sent, oldest first, and until when the source wants none.</summary>
internal sealed class SpentQuota
{
    public List<DateTimeOffset> Sent { get; set; } = [];

    public DateTimeOffset BlockedUntil { get; set; }
}

/// <summary>Keeps what was spent from one process to the next: a quota of a day outlives a run.</summary>
internal sealed class QuotaFile(string folder)
{
    /// <summary>Shorter windows have passed before it would matter.</summary>
    internal static readonly TimeSpan ShortestKept = TimeSpan.FromHours(1);

    private readonly string _path = Path.Combine(folder, "quota.json");

    /// <summary>What the file says; nothing spent where there is none or it is damaged.</summary>
    internal SpentQuota Read()
    {
        try
        {
            return File.Exists(_path) ? JsonSerializer.Deserialize<SpentQuota>(File.ReadAllBytes(_path)) ?? new() : new();
        }
        catch (JsonException)
        {
            return new();
        }
    }

    internal void Write(SpentQuota spent)
    {
        Directory.CreateDirectory(folder);
        WholeFile.Write(_path, JsonSerializer.SerializeToUtf8Bytes(spent));
    }
}
