using System.Globalization;
using System.Text;

namespace Sluice.DuckDb.Errors;

/// <summary>The line of the SQL that an error points at, with a caret below.</summary>
internal static class SqlExcerpt
{
    private const int MaxWidth = 120;

    internal static string Of(string sql, int position)
    {
        var start = position == 0 ? 0 : sql.LastIndexOf('\n', position - 1) + 1;
        var end = sql.IndexOf('\n', position);
        var line = sql[start..(end < 0 ? sql.Length : end)].TrimEnd('\r');
        var column = position - start;
        var (cutStart, cutEnd) = ("", "");
        if (column > MaxWidth / 2)
        {
            var from = Math.Min(column - (MaxWidth / 2), Math.Max(0, line.Length - MaxWidth));
            (line, column, cutStart) = (line[from..], column - from, from > 0 ? "..." : "");
        }

        if (line.Length > MaxWidth)
        {
            (line, cutEnd) = (line[..MaxWidth], "...");
        }

        var number = sql.AsSpan(0, start).Count('\n') + 1;
        var head = string.Create(CultureInfo.InvariantCulture, $"LINE {number}: {cutStart}");
        // A tab below a tab keeps the caret in its place.
        var margin = new StringBuilder().Append(' ', head.Length);
        foreach (var letter in line.AsSpan(0, Math.Min(column, line.Length)))
        {
            margin.Append(letter == '\t' ? '\t' : ' ');
        }

        return $"{head}{line}{cutEnd}\n{margin}^";
    }
}
