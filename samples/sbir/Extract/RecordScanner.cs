using Microsoft.Win32.SafeHandles;

namespace Sbir.Extract;

/// <summary>Finds the records of a part of a comma-separated file without reading their fields, at many times the speed of a reader.</summary>
/// <param name="file">The file.</param>
/// <param name="header">Its header.</param>
internal sealed class RecordScanner(SafeFileHandle file, FileHeader header)
{
    // What a processor keeps at hand; more only for a record that is longer.
    private const int BufferBytes = 512 << 10;

    private readonly List<FileRecord> _records = [];
    private byte[] _buffer = new byte[BufferBytes];

    /// <summary>The records, without empty lines. Their lines are counted from where the scan began.</summary>
    internal IReadOnlyList<FileRecord> Records => _records;

    /// <summary>The first byte behind the last record.</summary>
    internal long End { get; private set; }

    /// <summary>The line there.</summary>
    internal long Line { get; private set; }

    /// <summary>False where the text at <see cref="End"/> is one that readers take in several ways, such as a quote that is never closed.</summary>
    internal bool IsClear { get; private set; } = true;

    /// <summary>Looks for the records that begin from a byte on and before another one.</summary>
    /// <param name="start">The first byte of a record.</param>
    /// <param name="stop">The first byte that is left out.</param>
    /// <param name="line">The line at <paramref name="start"/>.</param>
    internal void Scan(long start, long stop, long line)
    {
        (End, Line) = (start, line);
        while (End < stop && IsClear)
        {
            var text = Read(End);
            if (text.IsEmpty)
            {
                return;
            }

            Scan(text, stop);
        }
    }

    /// <summary>The first byte behind the end of a line.</summary>
    internal long BehindLine(long start)
    {
        for (var position = start; ;)
        {
            var text = Read(position);
            var end = text.IndexOf((byte)'\n');
            if (end >= 0 || text.IsEmpty)
            {
                return position + end + 1;
            }

            position += text.Length;
        }
    }

    private void Scan(ReadOnlySpan<byte> text, long stop)
    {
        var isLast = text.Length < _buffer.Length;
        var begin = End;
        while (End < stop && !text.IsEmpty)
        {
            var length = RecordEnd.Of(text, isLast);
            if (length == RecordEnd.Cut)
            {
                // A record that is longer than all that was read.
                _buffer = End == begin ? new byte[2 * _buffer.Length] : _buffer;
                return;
            }

            if (length == RecordEnd.Unclear || !TryAdd(text[..length]))
            {
                IsClear = false;
                return;
            }

            text = text[length..];
        }
    }

    private bool TryAdd(ReadOnlySpan<byte> record)
    {
        var text = record.TrimEnd("\r\n"u8);
        if (text.Length < record.Length && record.EndsWith("\r\n"u8) != header.HasReturns)
        {
            return false; // lines that end in two ways
        }

        if (!text.IsEmpty)
        {
            _records.Add(new FileRecord(0, End, record.Length, Line, XxHash64.Of(text, header.Hash)));
        }

        Line += record.Count((byte)'\n');
        End += record.Length;
        return true;
    }

    // Up to the end of the buffer, or of the file.
    private ReadOnlySpan<byte> Read(long position)
    {
        var length = 0;
        while (length < _buffer.Length && RandomAccess.Read(file, _buffer.AsSpan(length), position + length) is var read and > 0)
        {
            length += read;
        }

        return _buffer.AsSpan(0, length);
    }
}
