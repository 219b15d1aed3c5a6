using System.Text;
using Sluice.Cli.Terminal;

namespace Sluice.Cli.Talking;

/// <summary>A table in plain text that is also Markdown: <c>| id | name |</c>, numbers to the right.</summary>
internal sealed class TextTable
{
    private const int LeastWidth = 8;

    private readonly string[] _header;
    private readonly bool[] _isRight;
    private readonly int[] _cut;
    private readonly List<string[]> _rows = [];

    /// <summary>Names the columns.</summary>
    /// <param name="header">One name a column.</param>
    /// <param name="isRight">True for the columns that are aligned to the right; all to the left where absent.</param>
    /// <param name="cut">The columns whose texts may be cut where a line is too long for the terminal.</param>
    internal TextTable(IEnumerable<string> header, IEnumerable<bool>? isRight = null, IEnumerable<int>? cut = null)
    {
        _cut = [.. cut ?? []];
        _header = [.. header.Select(OneLine)];
        _isRight = isRight is null ? new bool[_header.Length] : [.. isRight];
    }

    internal int Count => _rows.Count;

    internal void Add(params IEnumerable<string> cells) => _rows.Add([.. cells.Select(OneLine)]);

    /// <summary>The lines of the table, the last one without a line break.</summary>
    public override string ToString() => ToString(null);

    /// <summary>The lines of the table, with the longest texts cut where a line would be longer than that.</summary>
    /// <param name="width">The cells that a line may take; null for any number.</param>
    internal string ToString(int? width)
    {
        var widths = _header.Select((name, column) => _rows.Select(row => Cells.Of(row[column])).Append(Cells.Of(name)).Max()).ToArray();
        Narrow(widths, width);
        var text = new StringBuilder();
        Append(text, _header, widths);
        text.Append("\n|");
        foreach (var columnWidth in widths)
        {
            text.Append(' ').Append('-', columnWidth).Append(" |");
        }

        foreach (var row in _rows)
        {
            text.Append('\n');
            Append(text, row, widths);
        }

        return text.ToString();
    }

    // The widest text gives way first, as long as something is left of it.
    private void Narrow(int[] widths, int? width)
    {
        while (width is { } room && widths.Sum(column => column + 3) + 1 > room)
        {
            var left = _cut.Where(column => widths[column] > LeastWidth).ToArray();
            if (left.Length == 0)
            {
                return;
            }

            widths[left.MaxBy(column => widths[column])]--;
        }
    }

    private void Append(StringBuilder text, string[] cells, int[] widths)
    {
        text.Append('|');
        for (var column = 0; column < cells.Length; column++)
        {
            var cell = cells[column].Contains(' ', StringComparison.Ordinal) ? Cells.Start(cells[column], widths[column]) : Cells.Middle(cells[column], widths[column]);
            var gap = new string(' ', widths[column] - Cells.Of(cell));
            text.Append(' ').Append(_isRight[column] ? gap + cell : cell + gap).Append(" |");
        }
    }

    private static string OneLine(string cell) => cell.AsSpan().ContainsAny('\n', '\r') ? cell.ReplaceLineEndings("\\n") : cell;
}
