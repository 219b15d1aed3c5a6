using System.Numerics;

namespace Sbir.Enrich;

/// <summary>The length of the longest common subsequence of one text and many others, 64 letters at a time in one word's bits.</summary>
internal sealed class CommonLetters
{
    private const int Ascii = 128;
    private const int WordBits = 64;

    private readonly ulong[] _positions = new ulong[Ascii];
    private char[] _pattern = new char[WordBits];
    private int[] _row = new int[WordBits];
    private int _length;
    private bool _fits;

    /// <summary>Sets the text that the others are compared with.</summary>
    internal void SetPattern(ReadOnlySpan<char> pattern)
    {
        ClearPositions();
        if (_pattern.Length < pattern.Length)
        {
            _pattern = new char[pattern.Length * 2];
        }

        pattern.CopyTo(_pattern);
        _length = pattern.Length;
        _fits = pattern.Length <= WordBits && IsAscii(pattern);
        for (var index = 0; _fits && index < pattern.Length; index++)
        {
            _positions[pattern[index]] |= 1UL << index;
        }
    }

    internal int Count(ReadOnlySpan<char> other)
    {
        if (!_fits)
        {
            return CountByTable(other);
        }

        // Hyyrö's form of the bit-parallel recurrence: a zero bit is a letter of the pattern that the subsequence has taken.
        var free = ulong.MaxValue;
        foreach (var letter in other)
        {
            var taken = letter < Ascii ? free & _positions[letter] : 0;
            free = (free + taken) | (free - taken);
        }

        var bits = _length == WordBits ? ulong.MaxValue : (1UL << _length) - 1;
        return BitOperations.PopCount(~free & bits);
    }

    private static bool IsAscii(ReadOnlySpan<char> text) => System.Text.Ascii.IsValid(text);

    private void ClearPositions()
    {
        if (_fits)
        {
            foreach (var letter in _pattern.AsSpan(0, _length))
            {
                _positions[letter] = 0;
            }
        }
    }

    private int CountByTable(ReadOnlySpan<char> other)
    {
        if (_row.Length <= _length)
        {
            _row = new int[(_length + 1) * 2];
        }

        var row = _row.AsSpan(0, _length + 1);
        row.Clear();
        foreach (var letter in other)
        {
            var diagonal = 0;
            for (var index = 1; index <= _length; index++)
            {
                var above = row[index];
                row[index] = letter == _pattern[index - 1] ? diagonal + 1 : Math.Max(above, row[index - 1]);
                diagonal = above;
            }
        }

        return row[_length];
    }
}
