using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Sluice.Cli.Talking;

namespace Sluice.Cli.Comparing;

/// <summary>A difference as tables for people, and as CSV.</summary>
internal static class DifferenceText
{
    private const int MostColumns = 4;

    /// <summary>The models and figures that differ, and one line about those that do not.</summary>
    internal static string Table(Difference difference, int? width)
    {
        var text = new StringBuilder();
        var models = difference.Models.Where(model => !model.IsEqual).ToList();
        if (models.Count > 0)
        {
            var table = new TextTable(
                ["model", $"rows {difference.A}", $"rows {difference.B}", "changed", $"only {difference.A}", $"only {difference.B}", "columns that changed"],
                [false, true, true, true, true, true, false], cut: [0, 6]);
            foreach (var model in models)
            {
                table.Add(model.Name, Count(model.RowsA), Count(model.RowsB), Amounts.Number(model.Changed), Amounts.Number(model.OnlyA), Amounts.Number(model.OnlyB), Columns(model));
            }

            text.Append(table.ToString(width)).Append('\n');
        }

        text.Append(Equal(difference.Models.Length - models.Count, difference.Models.Length, "model")).Append('\n');
        if (!difference.Metrics.IsEmpty)
        {
            text.Append('\n').Append(Metrics(difference, width));
        }

        return text.ToString().TrimEnd('\n');
    }

    /// <summary>One line for each number: what, model, partition, column, the value of each side.</summary>
    internal static string Csv(Difference difference)
    {
        var text = new StringBuilder("what,model,partition,column,a,b\n");
        foreach (var model in difference.Models)
        {
            Line(text, "rows", model.Name, "", "", Raw(model.RowsA), Raw(model.RowsB));
            foreach (var partition in model.Partitions)
            {
                Line(text, "only", model.Name, partition.Key, "", Raw(partition.OnlyA), Raw(partition.OnlyB));
                Line(text, "changed", model.Name, partition.Key, "", Raw(partition.Changed), Raw(partition.Changed));
            }

            foreach (var (column, rows) in model.Columns)
            {
                Line(text, "changed", model.Name, "", column, Raw(rows), Raw(rows));
            }
        }

        foreach (var metric in difference.Metrics)
        {
            Line(text, "metric", metric.Model, metric.Partition, metric.Name, Raw(metric.A), Raw(metric.B));
        }

        return text.ToString().TrimEnd('\n');
    }

    /// <summary>The columns with the number of rows that they differ in, most first.</summary>
    internal static string Columns(ModelDifference model)
    {
        var shown = model.Columns.Take(MostColumns).Select(column => $"{column.Column} {Amounts.Number(column.Rows)}");
        var more = model.Columns.Length - MostColumns;
        string?[] parts = [.. shown, more > 0 ? $"{more} more" : null, model.Unshared.IsEmpty ? null : $"in one only: {string.Join(", ", model.Unshared)}", model.Note];
        return string.Join(", ", parts.OfType<string>());
    }

    /// <summary>A figure with as many decimals as it needs, at most six.</summary>
    internal static string Figure(double? value) => value?.ToString("#,##0.######", CultureInfo.InvariantCulture) ?? "";

    private static string Metrics(Difference difference, int? width)
    {
        var names = difference.Metrics.Select(metric => (metric.Model, metric.Name)).Distinct().ToList();
        var differing = difference.Metrics.Where(metric => !metric.IsEqual).ToImmutableArray();
        var text = new StringBuilder();
        if (!differing.IsEmpty)
        {
            var table = new TextTable(["figure", "partition", difference.A, difference.B, "change", "%"], [false, false, true, true, true, true], cut: [0]);
            foreach (var metric in differing)
            {
                table.Add(
                    metric.Name, metric.Partition, Figure(metric.A), Figure(metric.B), Figure(metric.Change),
                    metric.Percent?.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture) ?? "");
            }

            text.Append(table.ToString(width)).Append('\n');
        }

        var equal = names.Count - differing.Select(metric => (metric.Model, metric.Name)).Distinct().Count();
        return text.Append(Equal(equal, names.Count, "figure")).ToString();
    }

    private static string Equal(int equal, int all, string what) =>
        equal == all ? $"{Amounts.Count(all, what)}, all equal" : $"{equal} of {Amounts.Count(all, what)} equal";

    private static string Count(long? rows) => rows is { } number ? Amounts.Number(number) : "none";

    private static string Raw(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    private static void Line(StringBuilder text, params ReadOnlySpan<string> cells)
    {
        for (var index = 0; index < cells.Length; index++)
        {
            text.Append(index == 0 ? "" : ",").Append(cells[index].AsSpan().ContainsAny(",\"\n") ? $"\"{cells[index].Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cells[index]);
        }

        text.Append('\n');
    }
}
