namespace Sbir.Extract;

/// <summary>
/// The end of a record of comma-separated text, where DuckDB's reader finds it: a line ends a record unless it stands in quotes, which open at the beginning of a
/// field and nowhere else. A closing quote with other text behind it breaks the record.
/// </summary>
internal static class RecordEnd
{
    /// <summary>The text holds no whole record: there must be more.</summary>
    internal const int Cut = 0;

    /// <summary>Readers differ over this text, so that it must be left to them.</summary>
    internal const int Unclear = -1;

    /// <summary>The bytes of the first record, with the end of its last line.</summary>
    /// <param name="text">The text from the beginning of a record on.</param>
    /// <param name="isLast">True where nothing comes behind it.</param>
    /// <returns>A length; else <see cref="Cut"/>, which an empty text is, or <see cref="Unclear"/>.</returns>
    internal static int Of(ReadOnlySpan<byte> text, bool isLast)
    {
        var isBroken = false;
        for (var position = 0; ;)
        {
            var next = text[position..].IndexOfAny((byte)'"', (byte)'\n', (byte)'\r');
            if (next < 0)
            {
                return isLast ? text.Length : Missing(text, isLast);
            }

            position += next;
            if (text[position] != '"')
            {
                return EndOfLine(text, position, isLast);
            }

            if (position > 0 && text[position - 1] != ',')
            {
                if (text[..position].TrimEnd(" \t"u8) is [] or [.., (byte)',' or (byte)'"'])
                {
                    return Unclear; // blanks before a quote, or between two
                }

                position++;
                continue;
            }

            if (isBroken)
            {
                return Unclear; // where the reader goes on is not said
            }

            position = BehindQuoted(text, position);
            if (position < 0)
            {
                return Missing(text, isLast);
            }

            isBroken = position < text.Length && text[position] is not ((byte)',' or (byte)'\r' or (byte)'\n');
        }
    }

    // Behind the quote that closes the field; -1 where there is none.
    private static int BehindQuoted(ReadOnlySpan<byte> text, int open)
    {
        for (var position = open + 1; ; position++)
        {
            var next = text[position..].IndexOf((byte)'"');
            if (next < 0)
            {
                return -1;
            }

            position += next + 1;
            if (position == text.Length || text[position] != '"')
            {
                return position;
            }
        }
    }

    private static int EndOfLine(ReadOnlySpan<byte> text, int position, bool isLast) =>
        text[position] == '\n' ? position + 1
        : position + 1 == text.Length ? Missing(text, isLast)
        : text[position + 1] == '\n' ? position + 2
        : Unclear;

    private static int Missing(ReadOnlySpan<byte> text, bool isLast) => isLast || text.Length > AwardSource.LongestRecordBytes ? Unclear : Cut;
}
