using System.Globalization;

namespace Sluice.DuckDb.Statements;

/// <summary>The parameters as they stand in SQL text, outside strings, quoted names and comments.</summary>
/// <param name="Names">Of <c>$name</c> and <c>$1</c>, without the sign.</param>
/// <param name="QuestionMarks">How many <c>?</c> there are.</param>
/// <param name="Greatest">The greatest n of <c>$n</c> and <c>?n</c>.</param>
internal sealed record WrittenParameters(IReadOnlyList<string> Names, int QuestionMarks, int Greatest)
{
    internal bool HasQuestionMarks => QuestionMarks > 0;

    internal int Positions => Math.Max(QuestionMarks, Greatest);

    internal static WrittenParameters In(string sql)
    {
        var names = new List<string>();
        var (questionMarks, greatest) = (0, 0);
        for (var at = 0; at < sql.Length;)
        {
            var skipped = Skip(sql, at);
            if (skipped > at)
            {
                at = skipped;
                continue;
            }

            var start = ++at;
            if (sql[start - 1] is not ('$' or '?'))
            {
                continue;
            }

            while (at < sql.Length && (char.IsLetterOrDigit(sql[at]) || sql[at] == '_'))
            {
                at++;
            }

            var name = sql[start..at];
            if (int.TryParse(name, CultureInfo.InvariantCulture, out var position))
            {
                greatest = Math.Max(greatest, position);
            }
            else if (name.Length == 0)
            {
                questionMarks += sql[start - 1] == '?' ? 1 : 0;
                continue;
            }

            names.Add(name);
        }

        return new(names, questionMarks, greatest);
    }

    /// <summary>The end of the string, quoted name or comment that begins here; the same place where none does.</summary>
    private static int Skip(string sql, int at)
    {
        var rest = sql.AsSpan(at);
        switch (rest[0])
        {
            case '\'':
                var escapes = at > 0 && sql[at - 1] is 'e' or 'E' && (at < 2 || !(char.IsLetterOrDigit(sql[at - 2]) || sql[at - 2] == '_'));
                return Quoted(sql, at, escapes);
            case '"':
                return Quoted(sql, at, escapes: false);
            case '-' when rest.StartsWith("--"):
                return rest.IndexOfAny('\n', '\r') is >= 0 and var end ? at + end : sql.Length;
            case '/' when rest.StartsWith("/*"):
                return Comment(sql, at);
            case '$' when DollarTag(rest) is { Length: > 0 } tag:
                var close = rest[tag.Length..].IndexOf(tag, StringComparison.Ordinal);
                return close < 0 ? sql.Length : at + close + (2 * tag.Length);
            default:
                return at;
        }
    }

    private static int Quoted(string sql, int at, bool escapes)
    {
        var quote = sql[at];
        for (var next = at + 1; next < sql.Length; next++)
        {
            if (escapes && sql[next] == '\\')
            {
                next++;
            }
            else if (sql[next] == quote)
            {
                return next + 1; // a doubled quote begins the next string at once
            }
        }

        return sql.Length;
    }

    // Comments nest, as in PostgreSQL.
    private static int Comment(string sql, int at)
    {
        var depth = 0;
        for (var next = at; next < sql.Length - 1; next++)
        {
            var pair = sql.AsSpan(next, 2);
            if (pair is "/*" or "*/")
            {
                depth += pair is "/*" ? 1 : -1;
                next++;
                if (depth == 0)
                {
                    return next + 1;
                }
            }
        }

        return sql.Length;
    }

    // $$ or $tag$, but not $1 or $name.
    private static string DollarTag(ReadOnlySpan<char> text)
    {
        var length = 1;
        while (length < text.Length && (char.IsLetter(text[length]) || text[length] == '_' || (length > 1 && char.IsDigit(text[length]))))
        {
            length++;
        }

        return length < text.Length && text[length] == '$' ? text[..(length + 1)].ToString() : "";
    }
}
