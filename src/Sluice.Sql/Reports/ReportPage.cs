using System.Globalization;
using System.Numerics;
using Sluice.Assets;
using Sluice.Sql.Adapters;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Reports;

/// <summary>The rows of a report as a page: a chart for each numeric column, and the table.</summary>
internal static class ReportPage
{
    private const int MostPoints = 400;
    private const int MostRows = 5000;

    internal static string Of(string name, SqlNode model, PartitionKey partition, QueryResult result)
    {
        var key = Key(model, result);
        var numeric = result.Columns.Select((_, column) => column != key && result.Rows.Any(row => row[column] is not null) && result.Rows.All(row => row[column] is null || Number(row[column]) is not null)).ToArray();
        var parts = new List<string>();
        if (key >= 0 && result.Rows.Length is > 1 and <= MostPoints)
        {
            string[] categories = [.. result.Rows.Select(row => Text(row[key]))];
            parts.Add(HtmlPage.Charts(result.Columns.Select((column, index) => (column.Name, index)).Where(column => numeric[column.index])
                .Select(column => LineChart.Of(column.Name, categories, [new ChartSeries("", [.. result.Rows.Select(row => Number(row[column.index]))])]))));
        }

        parts.Add(HtmlPage.Heading("Rows"));
        parts.Add(HtmlPage.Table(
            [.. result.Columns.Select(column => column.Name)], numeric,
            result.Rows.Take(MostRows).Select(row => (IReadOnlyList<string>)[.. row.Select((value, column) => numeric[column] ? Number(value)?.ToString("#,##0.######", CultureInfo.InvariantCulture) ?? "" : Text(value))])));
        var rows = result.Rows.Length > MostRows ? $"the first {MostRows:N0} of {result.Rows.Length:N0} rows" : $"{result.Rows.Length:N0} rows";
        return HtmlPage.Of(partition.IsNone ? name : $"{name} {partition}", string.Create(CultureInfo.InvariantCulture, $"{model.Name}: {rows}"), parts);
    }

    // The partition's column, else the first one that tells the rows apart.
    private static int Key(SqlNode model, QueryResult result)
    {
        var columns = Enumerable.Range(0, result.Columns.Length).ToList();
        bool IsKey(int column) => result.Rows.Select(row => Text(row[column])).Distinct(StringComparer.Ordinal).Count() == result.Rows.Length;
        var partition = columns.FirstOrDefault(column => string.Equals(result.Columns[column].Name, model.Partitions?.Column, StringComparison.OrdinalIgnoreCase), -1);
        return partition >= 0 && IsKey(partition) ? partition : columns.FirstOrDefault(IsKey, -1);
    }

    private static double? Number(object? value) => value switch
    {
        long number => number,
        int number => number,
        double number => number,
        decimal number => (double)number,
        BigInteger number => (double)number,
        _ => null,
    };

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
