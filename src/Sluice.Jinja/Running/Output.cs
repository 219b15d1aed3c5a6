using System.Buffers;
using System.Globalization;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Running;

/// <summary>Where a template's text goes: a writer, or a buffer whose content becomes a value.</summary>
internal sealed class Output(long limit, TextWriter? writer = null)
{
    private const int FlushAt = 8 * 1024;

    private char[] _buffer = ArrayPool<char>.Shared.Rent(512);
    private int _length;
    private long _flushed;

    /// <summary>Records which text came from where; null where nobody asks.</summary>
    internal SourceMap? Map { get; set; }

    internal long Position => _flushed + _length;

    internal void Write(string text)
    {
        var end = _length + text.Length;
        if ((uint)end > (uint)_buffer.Length)
        {
            MakeRoom(text.Length);
            end = _length + text.Length;
        }

        text.CopyTo(0, _buffer, _length, text.Length);
        _length = end;
    }

    internal void Write(long number)
    {
        if (_buffer.Length - _length < 20)
        {
            MakeRoom(20);
        }

        _ = number.TryFormat(_buffer.AsSpan(_length), out var written, default, CultureInfo.InvariantCulture);
        _length += written;
    }

    internal void Flush()
    {
        if (writer is not null && _length > 0)
        {
            CheckLimit(0);
            writer.Write(_buffer, 0, _length);
            _flushed += _length;
            _length = 0;
        }
    }

    internal string TakeText()
    {
        CheckLimit(0);
        var text = _length == 0 ? "" : new string(_buffer, 0, _length);
        _length = 0;
        return text;
    }

    internal void Reset()
    {
        _length = 0;
        _flushed = 0;
        Map = null;
    }

    /// <summary>Gives the buffer back; nothing can be written any more.</summary>
    internal void Release()
    {
        ArrayPool<char>.Shared.Return(_buffer);
        _buffer = [];
        _length = 0;
    }

    private void MakeRoom(int needed)
    {
        CheckLimit(needed);
        if (writer is not null && _length >= FlushAt)
        {
            Flush();
        }

        if (_buffer.Length - _length < needed)
        {
            var larger = ArrayPool<char>.Shared.Rent((int)Math.Max(_buffer.Length * 2L, _length + (long)needed));
            Array.Copy(_buffer, larger, _length);
            ArrayPool<char>.Shared.Return(_buffer);
            _buffer = larger;
        }
    }

    private void CheckLimit(int needed)
    {
        if (Position + needed > limit)
        {
            throw Fail.TooMuchOutput(limit);
        }
    }
}
