namespace Sbir.Extract;

/// <summary>What DuckDB reads of the award file: all of it, or a copy of those records whose text is not known.</summary>
internal sealed class AwardReading : IDisposable
{
    private readonly Lazy<(FileRecord[] Records, long[] Starts)> _read;

    private AwardReading(AwardSource file, AwardSource source, KnownAwards? known, Func<(FileRecord[] Records, long[] Starts)> read)
    {
        File = file;
        Source = source;
        Known = known;
        _read = new(read);
    }

    /// <summary>The award file.</summary>
    internal AwardSource File { get; }

    /// <summary>What is read.</summary>
    internal AwardSource Source { get; }

    /// <summary>What the table has, where only what it does not have is read; null where the whole file is.</summary>
    internal KnownAwards? Known { get; }

    /// <summary>The file as it is.</summary>
    /// <param name="file">The award file.</param>
    /// <param name="records">Gives its records when they are asked for; null where they cannot be told apart.</param>
    internal static AwardReading Whole(AwardSource file, Func<FileRecords?> records) =>
        new(file, file, null, () => records() is { } found ? ([.. found.All], [.. found.All.Select(record => record.Start)]) : ([], []));

    /// <summary>A copy of the records that are not known, in the folder for temporary files until this is disposed.</summary>
    internal static AwardReading OfNew(AwardSource file, FileRecords records, KnownAwards known)
    {
        FileRecord[] read = [.. records.All.Where(record => !known.TryFind(record.TextHash))];
        var copy = Path.GetTempFileName();
        try
        {
            var starts = records.Copy(file.Path, copy, read);
            return new AwardReading(file, file.At(copy), known, () => (read, starts));
        }
        catch
        {
            System.IO.File.Delete(copy);
            throw;
        }
    }

    /// <summary>The hashes of the text of what was read, in its order and without what was broken.</summary>
    /// <param name="rows">How many records were read, without those that were broken.</param>
    /// <param name="broken">Where the broken ones stand in what was read.</param>
    /// <returns>Null where they are not known.</returns>
    /// <exception cref="InvalidDataException">DuckDB has found other records in a part of the file than <see cref="RecordScanner"/>.</exception>
    internal ulong[]? TextHashes(long rows, IReadOnlyList<long> broken)
    {
        var read = _read.Value.Records;
        var isBroken = new bool[read.Length];
        foreach (var offset in broken)
        {
            if (Find(offset) is { } place)
            {
                isBroken[place] = true;
            }
        }

        var texts = new List<ulong>(read.Length);
        for (var place = 0; place < read.Length; place++)
        {
            if (!isBroken[place])
            {
                texts.Add(read[place].TextHash);
            }
        }

        return texts.Count == rows ? [.. texts]
            : Known is null ? null
            : throw new InvalidDataException($"new records of {File.Path} were read by themselves, and are others than within the file. Run with --full-refresh, which reads all of it");
    }

    /// <summary>The record of the award file at a byte of what was read; null where it is not known.</summary>
    internal FileRecord? RecordAt(long offset) => Find(offset) is { } place ? _read.Value.Records[place] : null;

    /// <summary>Deletes the copy.</summary>
    public void Dispose()
    {
        if (Known is not null)
        {
            System.IO.File.Delete(Source.Path);
        }
    }

    // DuckDB counts empty lines before a record to it, and half of the end of the line before them.
    private int? Find(long offset)
    {
        var (records, starts) = _read.Value;
        if (records.Length == 0)
        {
            return null;
        }

        var next = Array.BinarySearch(starts, offset);
        next = next < 0 ? ~next : next;
        return next == starts.Length || (next > 0 && offset < starts[next - 1] + records[next - 1].Length - 1) ? next - 1 : next;
    }
}
