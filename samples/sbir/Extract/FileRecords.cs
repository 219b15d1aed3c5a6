using Microsoft.Win32.SafeHandles;

namespace Sbir.Extract;

/// <summary>Where a record stands in its file, and what tells it from others.</summary>
/// <param name="Number">From 1, the header and empty lines not counted.</param>
/// <param name="Start">Its first byte, from 0.</param>
/// <param name="Length">In bytes, with the end of its last line.</param>
/// <param name="Line">Its first line, from 1.</param>
/// <param name="TextHash">Equal for records of equal text under equal headers.</param>
internal readonly record struct FileRecord(int Number, long Start, int Length, long Line, ulong TextHash);

/// <summary>The records of a comma-separated file.</summary>
/// <param name="Header">What stands before them.</param>
/// <param name="All">In the order of the file.</param>
internal sealed record FileRecords(FileHeader Header, IReadOnlyList<FileRecord> All)
{
    // The least that is worth a thread of its own.
    private const long PieceBytes = 16 << 20;

    // Behind as many lines one stands outside of quotes.
    private const int MostAttempts = 5;

    /// <summary>Finds the records, pieces of the file side by side.</summary>
    /// <param name="path">The file.</param>
    /// <param name="count">How many pieces; null for one on each processor, where the file is large enough.</param>
    /// <returns>Null where the text is one that readers take in several ways.</returns>
    internal static FileRecords? Find(string path, int? count = null)
    {
        using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        if (FileHeader.Read(file) is not { } header)
        {
            return null;
        }

        var length = RandomAccess.GetLength(file);
        var pieces = new RecordScanner[count ?? (int)Math.Clamp(length / PieceBytes, 1, Environment.ProcessorCount)];
        long[] stops = [.. Enumerable.Range(1, pieces.Length).Select(piece => length * piece / pieces.Length)];
        Parallel.For(0, pieces.Length, piece => pieces[piece] = piece == 0
            ? Scan(file, header, header.Length, stops[0], header.Lines + 1)
            : ScanFromWithin(file, header, stops[piece - 1], stops[piece]));
        return Join(file, header, pieces, stops);
    }

    /// <summary>Copies the header and some of the records.</summary>
    /// <param name="from">The file.</param>
    /// <param name="to">The copy, which is made anew.</param>
    /// <param name="records">In the order of the file.</param>
    /// <returns>Where each record begins in the copy.</returns>
    /// <exception cref="EndOfStreamException">The file has become shorter.</exception>
    internal long[] Copy(string from, string to, FileRecord[] records)
    {
        using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        using var copy = new FileStream(to, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 1 << 20);
        var starts = new long[records.Length];
        Copy(source, copy, 0, Header.Length);
        for (var record = 0; record < records.Length; record++)
        {
            starts[record] = copy.Position;
            Copy(source, copy, records[record].Start, records[record].Length);
        }

        return starts;
    }

    private static void Copy(FileStream source, FileStream copy, long start, int length)
    {
        var buffer = new byte[length];
        source.Position = start;
        source.ReadExactly(buffer);
        copy.Write(buffer);
    }

    // A piece is taken from where the one before it has ended: what it took for records before are none.
    private static FileRecords? Join(SafeFileHandle file, FileHeader header, RecordScanner[] pieces, long[] stops)
    {
        var all = new List<FileRecord>(pieces.Sum(piece => piece.Records.Count));
        var (position, line) = ((long)header.Length, header.Lines + 1L);
        for (var piece = 0; piece < pieces.Length; piece++)
        {
            if (position >= stops[piece])
            {
                continue;
            }

            var (scanner, first) = (pieces[piece], IndexAt(pieces[piece].Records, position));
            if (first < 0)
            {
                (scanner, first) = (Scan(file, header, position, stops[piece], line), 0);
            }

            if (!scanner.IsClear)
            {
                return null;
            }

            // Lines of a piece are counted from its beginning.
            var before = scanner == pieces[piece] ? line - scanner.Records[first].Line : 0;
            for (; first < scanner.Records.Count; first++)
            {
                all.Add(scanner.Records[first] with { Number = all.Count + 1, Line = scanner.Records[first].Line + before });
            }

            (position, line) = (scanner.End, scanner.Line + before);
        }

        return new FileRecords(header, all);
    }

    private static RecordScanner Scan(SafeFileHandle file, FileHeader header, long start, long stop, long line)
    {
        var scanner = new RecordScanner(file, header);
        scanner.Scan(start, stop, line);
        return scanner;
    }

    // A line may begin within quotes. From there on a scan comes upon the beginning of a record before long; where it cannot go on it begins again behind.
    private static RecordScanner ScanFromWithin(SafeFileHandle file, FileHeader header, long start, long stop)
    {
        var scanner = new RecordScanner(file, header);
        var behind = start;
        for (var attempt = 1; attempt <= MostAttempts && (attempt == 1 || !scanner.IsClear); attempt++)
        {
            behind = scanner.BehindLine(Math.Max(behind, scanner.End));
            scanner = Scan(file, header, behind, stop, line: 1);
        }

        return scanner;
    }

    private static int IndexAt(IReadOnlyList<FileRecord> records, long start)
    {
        var (low, high) = (0, records.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = records[middle].Start < start ? (middle + 1, high) : (low, middle);
        }

        return low < records.Count && records[low].Start == start ? low : -1;
    }
}
