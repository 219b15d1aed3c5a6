using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Sluice.Cli.Talking;
using Sluice.Sql.Adapters;

namespace Sluice.Cli.Showing;

/// <summary>The rows of a query as a table for people or as JSON.</summary>
internal static class ResultTable
{
    private const int MostDecimals = 6;

    /// <summary>A table: numbers to the right with the same decimals in a column, nothing for NULL.</summary>
    internal static string Text(QueryResult result)
    {
        var numeric = result.Columns.Select((_, column) => result.Rows.Any(row => row[column] is not null)
            && result.Rows.All(row => row[column] is null or long or int or double or decimal or BigInteger)).ToArray();
        var decimals = result.Columns.Select((_, column) => numeric[column] ? result.Rows.Max(row => Decimals(row[column])) : 0).ToArray();
        var table = new TextTable(result.Columns.Select(column => column.Name), numeric);
        foreach (var row in result.Rows)
        {
            table.Add(row.Select((value, column) => numeric[column] ? Number(value, decimals[column]) : Plain(value)));
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

    private static string Number(object? value, int decimals) => value switch
    {
        null => "",
        double number when !double.IsFinite(number) || Math.Abs(number) >= 1e15 => number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString($"F{decimals}", CultureInfo.InvariantCulture),
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
