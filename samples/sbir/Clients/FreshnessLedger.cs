using System.Text.Json;

namespace Sbir.Clients;

/// <summary>The last answer about each award or company from each source. It is a file of its own, a line each: what a quota was spent on is not lost with a transaction.</summary>
/// <remarks>The last line of a key holds; a line that a kill cut short is dropped. Not thread-safe.</remarks>
internal sealed class FreshnessLedger : IDisposable
{
    private readonly Dictionary<(string Award, string Source), LedgerEntry> _entries = [];
    private readonly FileStream _file;

    private FreshnessLedger(FileStream file) => _file = file;

    internal int Count => _entries.Count;

    /// <summary>Opens the file, making it where it is absent. One process at a time.</summary>
    internal static FreshnessLedger Open(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var ledger = new FreshnessLedger(new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        ledger.Load();
        return ledger;
    }

    internal LedgerEntry? Find(string award, string source) => _entries.GetValueOrDefault((award, source));

    /// <summary>Puts an answer on record; it is on disk when this returns.</summary>
    internal void Record(LedgerEntry entry)
    {
        _entries[(entry.Subject, entry.Source)] = entry;
        _file.Write([.. JsonSerializer.SerializeToUtf8Bytes(entry), (byte)'\n']);
        _file.Flush(flushToDisk: false);
    }

    public void Dispose() => _file.Dispose();

    private void Load()
    {
        var content = new byte[_file.Length];
        _file.ReadExactly(content);
        var whole = Array.LastIndexOf(content, (byte)'\n') + 1;
        foreach (var range in content.AsSpan(0, whole).Split((byte)'\n'))
        {
            if (content.AsSpan(range) is { Length: > 0 } line && JsonSerializer.Deserialize<LedgerEntry>(line) is { } entry)
            {
                _entries[(entry.Subject, entry.Source)] = entry;
            }
        }

        _file.SetLength(whole);
        _file.Position = whole;
    }
}
