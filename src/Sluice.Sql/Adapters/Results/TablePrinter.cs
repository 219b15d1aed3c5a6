using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Sluice.Jinja;

namespace Sluice.Sql.Adapters.Results;

/// <summary>Writes rows as a table of bars, as agate's <c>print_table</c> does.</summary>
internal static class TablePrinter
{
    private const int MaxPlaces = 3;

    internal static string Print(ImmutableArray<string> names, object?[][] rows, int? maxRows, int? maxColumns, int? maxWidth)
    {
        var shownRows = maxRows is { } most && most < rows.Length ? rows[..most] : rows;
        var columns = Math.Min(names.Length, maxColumns ?? int.MaxValue);
        var cells = new List<string[]> { Header(names, columns, maxWidth) };
        var places = Enumerable.Range(0, columns).Select(column => Places(shownRows, column)).ToArray();
        foreach (var row in shownRows)
        {
            var cut = Enumerable.Range(0, columns).Select(column => Cut(Format(row[column], places[column]), maxWidth));
            cells.Add([.. cut, .. columns < names.Length ? ["..."] : Array.Empty<string>()]);
        }

        if (shownRows.Length < rows.Length)
        {
            cells.Add([.. Enumerable.Repeat("...", cells[0].Length)]);
        }

        var widths = Enumerable.Range(0, cells[0].Length).Select(column => cells.Max(line => line[column].Length)).ToArray();
        var isRight = Enumerable.Range(0, cells[0].Length).Select(column => column < columns && IsNumber(shownRows, column)).ToArray();
        var text = new StringBuilder();
        for (var i = 0; i < cells.Count; i++)
        {
            AppendLine(text, cells[i], widths, isRight);
            if (i == 0)
            {
                AppendLine(text, [.. widths.Select(width => new string('-', width))], widths, isRight);
            }
        }

        return text.ToString();
    }

    private static string[] Header(ImmutableArray<string> names, int columns, int? maxWidth) =>
        [.. names.Take(columns).Select(name => Cut(name, maxWidth)), .. columns < names.Length ? ["..."] : Array.Empty<string>()];

    private static bool IsNumber(object?[][] rows, int column) =>
        rows.Select(row => row[column]).FirstOrDefault(value => value is not null) is long or System.Numerics.BigInteger or decimal or double;

    /// <summary>Digits behind the point of a column of decimals; null where it is none.</summary>
    private static int? Places(object?[][] rows, int column)
    {
        int? places = null;
        foreach (var row in rows)
        {
            if (row[column] is decimal number)
            {
                places = Math.Max(places ?? 0, number.Scale);
            }
            else if (row[column] is double)
            {
                places ??= 1;
            }
        }

        return places;
    }

    private static string Format(object? value, int? places) => value switch
    {
        null => "",
        decimal number when places is { } digits => Number(number, digits),
        _ => JinjaValue.ToText(value),
    };

    private static string Number(decimal number, int places)
    {
        var digits = new string('0', Math.Min(places, MaxPlaces));
        var text = number.ToString($"#,##0.{digits}", CultureInfo.InvariantCulture);
        return places > MaxPlaces ? text + "…" : text;
    }

    private static string Cut(string text, int? maxWidth) => maxWidth is { } width && text.Length > width ? text[..(width - 3)] + "..." : text;

    private static void AppendLine(StringBuilder text, string[] cells, int[] widths, bool[] isRight)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            text.Append("| ").Append(isRight[i] ? cells[i].PadLeft(widths[i]) : cells[i].PadRight(widths[i])).Append(' ');
        }

        text.Append("|\n");
    }
}
