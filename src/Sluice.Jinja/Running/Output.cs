using System.Buffers;
using System.Globalization;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Running;

/// <summary>Where a template's text goes: a writer, or a buffer whose content becomes a value.</summary>
internal sealed class Output(long limit, TextWriter? writer = null, int capacity = Output.LeastCapacity)
{
    private const int LeastCapacity = 512;
    private const int FlushAt = 8 * 1024;

    private char[] _buffer = ArrayPool<char>.Shared.Rent(Math.Max(LeastCapacity, capacity));
    private int _length;
    private long _flushed;
    private int _holds;

    /// <summary>Records which text came from where; null where nobody asks.</summary>
    internal SourceMap? Map { get; set; }

    internal long Position => _flushed + _length;

    /// <summary>Writes where there is room for it; only <see cref="Write(string)"/> can fail.</summary>
    internal bool TryWrite(string text)
    {
        if (!text.TryCopyTo(_buffer.AsSpan(_length)))
        {
            return false;
        }

        _length += text.Length;
        return true;
    }

    /// <summary>Writes where there is room for it; only <see cref="Write(long)"/> can fail.</summary>
    internal bool TryWrite(long number)
    {
        var hasRoom = number.TryFormat(_buffer.AsSpan(_length), out var written, default, CultureInfo.InvariantCulture);
        _length += written;
        return hasRoom;
    }

    internal void Write(string text)
    {
        if (!TryWrite(text))
        {
            MakeRoom(text.Length);
            _ = TryWrite(text);
        }
    }

    internal void Write(long number)
    {
        if (!TryWrite(number))
        {
            MakeRoom(20);
            _ = TryWrite(number);
        }
    }

    /// <summary>Keeps all that is written from now on, so that <see cref="CutTo"/> can take it back.</summary>
    internal long Hold()
    {
        _holds++;
        return Position;
    }

    internal void LetGo() => _holds--;

    /// <summary>Takes back what was written behind a position that <see cref="Hold"/> gave.</summary>
    internal void CutTo(long position) => _length = (int)(position - _flushed);

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
        _holds = 0;
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
        if (writer is not null && _holds == 0 && _length >= FlushAt)
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
