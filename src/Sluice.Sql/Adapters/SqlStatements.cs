namespace Sluice.Sql.Adapters;

/// <summary>Takes a text of several statements apart, so that the place of an error is known within each.</summary>
internal static class SqlStatements
{
    /// <summary>The statements and where each begins, without the semicolons; what is blank or comment alone is left out.</summary>
    internal static List<(int Start, string Sql)> Split(string sql)
    {
        var found = new List<(int, string)>();
        var start = 0;
        var hasCode = false;
        for (var i = 0; i < sql.Length;)
        {
            if (sql[i] == ';')
            {
                Add(sql, start, i, hasCode, found);
                (start, hasCode) = (++i, false);
                continue;
            }

            var comment = EndOfComment(sql, i);
            hasCode |= comment < 0 && !char.IsWhiteSpace(sql[i]);
            i = comment >= 0 ? comment : EndOfPiece(sql, i);
        }

        Add(sql, start, sql.Length, hasCode, found);
        return found;
    }

    /// <summary>True where a text has nothing but blanks, comments and semicolons.</summary>
    internal static bool IsBlank(string sql)
    {
        for (var i = 0; i < sql.Length;)
        {
            var comment = EndOfComment(sql, i);
            if (comment < 0 && sql[i] != ';' && !char.IsWhiteSpace(sql[i]))
            {
                return false;
            }

            i = comment >= 0 ? comment : i + 1;
        }

        return true;
    }

    private static void Add(string sql, int start, int end, bool hasCode, List<(int, string)> found)
    {
        if (hasCode)
        {
            var text = sql[start..end];
            var blanks = text.Length - text.AsSpan().TrimStart().Length;
            found.Add((start + blanks, text.Trim()));
        }
    }

    // A comment in /* */ may hold others.
    private static int EndOfComment(string sql, int at)
    {
        if (string.CompareOrdinal(sql, at, "--", 0, 2) == 0)
        {
            var end = sql.IndexOf('\n', at);
            return end < 0 ? sql.Length : end + 1;
        }

        if (string.CompareOrdinal(sql, at, "/*", 0, 2) != 0)
        {
            return -1;
        }

        var depth = 1;
        var i = at + 2;
        while (i < sql.Length && depth > 0)
        {
            var change = string.CompareOrdinal(sql, i, "/*", 0, 2) == 0 ? 1 : string.CompareOrdinal(sql, i, "*/", 0, 2) == 0 ? -1 : 0;
            depth += change;
            i += change == 0 ? 1 : 2;
        }

        return i;
    }

    // One character, or a literal, a quoted name, a text between dollars.
    private static int EndOfPiece(string sql, int at) => sql[at] switch
    {
        '\'' => EndOfQuoted(sql, at, hasEscapes: at > 0 && sql[at - 1] is 'e' or 'E' && !IsName(sql, at - 2)),
        '"' => EndOfQuoted(sql, at, hasEscapes: false),
        '$' when !IsName(sql, at - 1) => EndOfDollars(sql, at),
        _ => at + 1,
    };

    private static int EndOfQuoted(string sql, int at, bool hasEscapes)
    {
        for (var i = at + 1; i < sql.Length; i++)
        {
            if (hasEscapes && sql[i] == '\\')
            {
                i++;
            }
            else if (sql[i] == sql[at])
            {
                // A doubled quote is one of the text: it opens again at once.
                return i + 1;
            }
        }

        return sql.Length;
    }

    private static int EndOfDollars(string sql, int at)
    {
        var tag = at + 1;
        while (tag < sql.Length && IsName(sql, tag))
        {
            tag++;
        }

        if (tag >= sql.Length || sql[tag] != '$' || (tag > at + 1 && char.IsAsciiDigit(sql[at + 1])))
        {
            return at + 1;
        }

        var end = sql.IndexOf(sql[at..(tag + 1)], tag + 1, StringComparison.Ordinal);
        return end < 0 ? sql.Length : end + (tag + 1 - at);
    }

    private static bool IsName(string sql, int at) => at >= 0 && (char.IsLetterOrDigit(sql[at]) || sql[at] == '_');
}
