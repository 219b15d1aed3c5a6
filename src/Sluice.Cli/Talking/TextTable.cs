using System.Text;

namespace Sluice.Cli.Talking;

/// <summary>A table in plain text that is also Markdown: <c>| id | name |</c>, numbers to the right.</summary>
internal sealed class TextTable
{
    private readonly string[] _header;
    private readonly bool[] _isRight;
    private readonly List<string[]> _rows = [];

    /// <summary>Names the columns.</summary>
    /// <param name="header">One name a column.</param>
    /// <param name="isRight">True for the columns that are aligned to the right; all to the left where absent.</param>
    internal TextTable(IEnumerable<string> header, IEnumerable<bool>? isRight = null)
    {
        _header = [.. header.Select(OneLine)];
        _isRight = isRight is null ? new bool[_header.Length] : [.. isRight];
    }

    internal int Count => _rows.Count;

    internal void Add(params IEnumerable<string> cells) => _rows.Add([.. cells.Select(OneLine)]);

    /// <summary>The lines of the table, the last one without a line break.</summary>
    public override string ToString()
    {
        var widths = _header.Select((name, column) => _rows.Select(row => row[column].Length).Append(name.Length).Max()).ToArray();
        var text = new StringBuilder();
        Append(text, _header, widths);
        text.Append("\n|");
        foreach (var width in widths)
        {
            text.Append(' ').Append('-', width).Append(" |");
        }

        foreach (var row in _rows)
        {
            text.Append('\n');
            Append(text, row, widths);
        }

        return text.ToString();
    }

    private void Append(StringBuilder text, string[] cells, int[] widths)
    {
        text.Append('|');
        for (var column = 0; column < cells.Length; column++)
        {
            text.Append(' ').Append(_isRight[column] ? cells[column].PadLeft(widths[column]) : cells[column].PadRight(widths[column])).Append(" |");
        }
    }

    private static string OneLine(string cell) => cell.AsSpan().ContainsAny('\n', '\r') ? cell.ReplaceLineEndings("\\n") : cell;
}
