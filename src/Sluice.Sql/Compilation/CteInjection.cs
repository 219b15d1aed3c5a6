namespace Sluice.Sql.Compilation;

/// <summary>Where dbt puts the expressions of ephemeral models into a statement: behind its first <c>with</c>, else before its start.</summary>
internal static class CteInjection
{
    /// <summary>The offset of the insertion, and whether a <c>with</c> stands before it.</summary>
    internal static (int Offset, bool HasWith) FindPlace(string sql)
    {
        var at = SkipBlanks(sql, 0, skipComments: true);
        if (!IsWord(sql, at, "with"))
        {
            // White space stays in front; a comment does not.
            return (SkipBlanks(sql, 0, skipComments: false), false);
        }

        at += 4;
        var next = SkipBlanks(sql, at, skipComments: false);
        if (IsWord(sql, next, "recursive"))
        {
            next = SkipBlanks(sql, next + 9, skipComments: false);
        }

        return (next, true);
    }

    private static bool IsWord(string sql, int at, string word) =>
        string.Compare(sql, at, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) == 0
        && (at + word.Length == sql.Length || !(char.IsLetterOrDigit(sql[at + word.Length]) || sql[at + word.Length] == '_'));

    private static int SkipBlanks(string sql, int at, bool skipComments)
    {
        while (at < sql.Length)
        {
            if (char.IsWhiteSpace(sql[at]))
            {
                at++;
            }
            else if (skipComments && string.CompareOrdinal(sql, at, "--", 0, 2) == 0)
            {
                var end = sql.IndexOf('\n', at);
                at = end < 0 ? sql.Length : end + 1;
            }
            else if (skipComments && string.CompareOrdinal(sql, at, "/*", 0, 2) == 0)
            {
                var end = sql.IndexOf("*/", at, StringComparison.Ordinal);
                at = end < 0 ? sql.Length : end + 2;
            }
            else
            {
                break;
            }
        }

        return at;
    }
}
