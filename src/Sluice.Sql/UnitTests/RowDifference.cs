using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Sluice.Sql.Adapters;

namespace Sluice.Sql.UnitTests;

/// <summary>The rows that only one of two results has; their order does not count, how often they are there does.</summary>
/// <param name="Missing">Expected and not there.</param>
/// <param name="Unexpected">There and not expected.</param>
/// <param name="Same">How many are in both.</param>
internal sealed record RowDifference(ImmutableArray<string?[]> Missing, ImmutableArray<string?[]> Unexpected, int Same)
{
    private const int MostRows = 20;
    private const int MostLetters = 60;

    internal bool IsEmpty => Missing.IsEmpty && Unexpected.IsEmpty;

    internal static RowDifference Of(QueryResult actual, QueryResult expected)
    {
        var left = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in expected.Rows)
        {
            left[Key(row)] = left.GetValueOrDefault(Key(row)) + 1;
        }

        var unexpected = ImmutableArray.CreateBuilder<string?[]>();
        foreach (var row in actual.Rows)
        {
            var count = left.GetValueOrDefault(Key(row));
            left[Key(row)] = count - 1;
            if (count <= 0)
            {
                left[Key(row)] = 0;
                unexpected.Add(Text(row));
            }
        }

        var missing = ImmutableArray.CreateBuilder<string?[]>();
        // Of equal rows the last ones are those that are missing.
        foreach (var row in expected.Rows.Reverse())
        {
            var count = left[Key(row)];
            if (count > 0)
            {
                left[Key(row)] = count - 1;
                missing.Insert(0, Text(row));
            }
        }

        return new RowDifference(missing.ToImmutable(), unexpected.ToImmutable(), actual.Rows.Length - unexpected.Count);
    }

    /// <summary>A line with the counts, then a table of the rows, the expected ones first.</summary>
    internal string Describe(string model, IEnumerable<string> columns)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"the rows of `{model}` are not those expected: ")
            .Append(CultureInfo.InvariantCulture, $"{Missing.Length} missing, {Unexpected.Length} not expected, {Same} as expected");
        string[] header = ["", .. columns];
        var rows = Lines("expected", Missing).Concat(Lines("actual", Unexpected)).ToList();
        var widths = header.Select((name, i) => rows.Select(row => row[i].Length).Append(name.Length).Max()).ToArray();
        Append(text, header, widths);
        Append(text, [.. widths.Select(width => new string('-', width))], widths);
        rows.ForEach(row => Append(text, row, widths));
        var hidden = Math.Max(0, Missing.Length - MostRows) + Math.Max(0, Unexpected.Length - MostRows);
        return hidden > 0 ? text.Append(CultureInfo.InvariantCulture, $"\nand {hidden} more").ToString() : text.ToString();
    }

    private static IEnumerable<string[]> Lines(string side, ImmutableArray<string?[]> rows) =>
        rows.Take(MostRows).Select(row => (string[])[side, .. row.Select(Cell)]);

    private static string Cell(string? value)
    {
        var text = value is null ? "NULL" : value.ReplaceLineEndings("⏎");
        return text.Length > MostLetters ? $"{text[..MostLetters]}…" : text;
    }

    private static void Append(StringBuilder text, string[] cells, int[] widths) =>
        text.Append("\n| ").AppendJoin(" | ", cells.Select((cell, i) => cell.PadRight(widths[i]))).Append(" |");

    private static string?[] Text(object?[] row) => [.. row.Select(value => value as string)];

    private static string Key(object?[] row) => string.Join('\u0001', row.Select(value => value as string ?? "\u0002"));
}
