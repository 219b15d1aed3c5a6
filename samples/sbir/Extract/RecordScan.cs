namespace Sbir.Extract;

/// <summary>A scan of a file on a thread of its own, beside whoever needs its result later.</summary>
internal sealed class RecordScan
{
    private readonly Lazy<FileRecords?> _records;

    /// <summary>Begins.</summary>
    internal RecordScan(string path)
    {
        _records = new Lazy<FileRecords?>(() => FileRecords.Find(path));
        new Thread(Scan) { IsBackground = true, Name = "sbir scan" }.Start();
    }

    /// <summary>The records; null where they cannot be told apart. Waits for the scan.</summary>
    /// <exception cref="IOException">The file could not be read.</exception>
    internal FileRecords? Records => _records.Value;

    private void Scan()
    {
        try
        {
            _ = _records.Value;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It is kept for who asks.
        }
    }
}
