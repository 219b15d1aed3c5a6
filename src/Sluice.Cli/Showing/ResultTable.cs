using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Sluice.Cli.Talking;
using Sluice.Sql.Adapters;
using Sluice.Sql.Artifacts;

namespace Sluice.Cli.Showing;

/// <summary>The rows of a query as a table for people or as JSON.</summary>
internal static class ResultTable
{
    private const int MostDecimals = 6;
    private const int MostAcross = 12;

    /// <summary>A table: numbers to the right with the same decimals in a column, nothing for NULL.</summary>
    internal static string Text(QueryResult result)
    {
        return Table(result, Cells(result, _ => "F"));
    }

    /// <summary>A report's table: numbers with thousands apart; where it is wide and short, its columns become rows and its rows columns.</summary>
    /// <param name="result">The rows.</param>
    /// <param name="width">The characters that a line may have.</param>
    internal static string Report(QueryResult result, int width)
    {
        var key = Key(result);
        var cells = Cells(result, column => column == key ? "F" : "N");
        var text = Table(result, cells);
        if (key < 0 || result.Rows.Length > MostAcross || text.IndexOf('\n', StringComparison.Ordinal) <= width)
        {
            return text;
        }

        var table = new TextTable(cells.Rows.Select(row => row[key]).Prepend(result.Columns[key].Name), [false, .. Enumerable.Repeat(true, result.Rows.Length)]);
        for (var column = 0; column < result.Columns.Length; column++)
        {
            // What is the same in every row says nothing in a table of differences.
            if (column != key && (result.Rows.Length == 1 || cells.IsNumeric[column] || cells.Rows.Select(row => row[column]).Distinct(StringComparer.Ordinal).Count() > 1))
            {
                table.Add(cells.Rows.Select(row => row[column]).Prepend(result.Columns[column].Name));
            }
        }

        return table.ToString();
    }

    /// <summary>Writes the rows as an array of objects.</summary>
    internal static void Write(Utf8JsonWriter writer, QueryResult result)
    {
        writer.WriteStartArray();
        foreach (var row in result.Rows)
        {
            writer.WriteStartObject();
            for (var column = 0; column < row.Length; column++)
            {
                writer.WritePropertyName(result.Columns[column].Name);
                JsonValues.Write(writer, row[column] switch
                {
                    null or bool or long or int or double or decimal or BigInteger or string => row[column],
                    var other => Plain(other),
                });
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    // The first column that tells the rows apart.
    private static int Key(QueryResult result) => Enumerable.Range(0, result.Columns.Length)
        .FirstOrDefault(column => result.Rows.Select(row => Plain(row[column])).Distinct(StringComparer.Ordinal).Count() == result.Rows.Length, -1);

    private static (List<string[]> Rows, bool[] IsNumeric) Cells(QueryResult result, Func<int, string> format)
    {
        var numeric = result.Columns.Select((_, column) => result.Rows.Any(row => row[column] is not null)
            && result.Rows.All(row => row[column] is null or long or int or double or decimal or BigInteger)).ToArray();
        var decimals = result.Columns.Select((_, column) => numeric[column] ? result.Rows.Max(row => Decimals(row[column])) : 0).ToArray();
        var rows = result.Rows.Select(row => row.Select((value, column) => numeric[column] ? Number(value, $"{format(column)}{decimals[column]}") : Plain(value)).ToArray());
        return ([.. rows], numeric);
    }

    private static string Table(QueryResult result, (List<string[]> Rows, bool[] IsNumeric) cells)
    {
        var table = new TextTable(result.Columns.Select(column => column.Name), cells.IsNumeric);
        foreach (var row in cells.Rows)
        {
            table.Add(row);
        }

        return table.ToString();
    }

    private static int Decimals(object? value)
    {
        var text = value switch
        {
            double number when double.IsFinite(number) => Math.Abs(number) < 1e15 ? ((decimal)number).ToString(CultureInfo.InvariantCulture) : "0.0",
            decimal number => number.ToString(CultureInfo.InvariantCulture),
            _ => "",
        };
        var point = text.IndexOf('.', StringComparison.Ordinal);
        return value is double && point < 0 ? 1 : point < 0 ? 0 : Math.Min(MostDecimals, text.Length - point - 1);
    }

    private static string Number(object? value, string format) => value switch
    {
        null => "",
        double number when !double.IsFinite(number) || Math.Abs(number) >= 1e15 => number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(format, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Plain(object? value) => value switch
    {
        null => "",
        bool truth => truth ? "True" : "False",
        DateTime time => time.ToString(time.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFzzz", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
