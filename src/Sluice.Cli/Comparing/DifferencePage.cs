using System.Collections.Immutable;
using System.Globalization;
using Sluice.Cli.Talking;
using Sluice.Sql.Reports;

namespace Sluice.Cli.Comparing;

/// <summary>A difference as a page with charts.</summary>
internal static class DifferencePage
{
    internal static string Of(Difference difference)
    {
        var models = difference.Models.Where(model => !model.IsEqual).ToList();
        var figures = difference.Metrics.GroupBy(metric => (metric.Model, metric.Name)).Where(figure => figure.Any(metric => !metric.IsEqual)).ToList();
        var parts = new List<string>();
        if (figures.Count > 0)
        {
            parts.Add(HtmlPage.Heading($"Figures that differ ({figures.Count})"));
            parts.Add(HtmlPage.Charts(figures.Select(figure => LineChart.Of(
                figure.Key.Name,
                [.. figure.Select(metric => metric.Partition)],
                [new ChartSeries(difference.A, [.. figure.Select(metric => metric.A)]), new ChartSeries(difference.B, [.. figure.Select(metric => metric.B)])]))));
            parts.Add(HtmlPage.Heading("Figures"));
            parts.Add(HtmlPage.Table(
                ["figure", "partition", difference.A, difference.B, "change", "%"], [false, false, true, true, true, true],
                figures.SelectMany(figure => figure).Select(metric => (IReadOnlyList<string>)
                [
                    metric.Name, metric.Partition, DifferenceText.Figure(metric.A), DifferenceText.Figure(metric.B), DifferenceText.Figure(metric.Change),
                    metric.Percent?.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture) ?? "",
                ])));
        }

        if (models.Count > 0)
        {
            parts.Add(HtmlPage.Heading($"Models that differ ({models.Count})"));
            parts.Add(HtmlPage.Table(
                ["model", $"rows {difference.A}", $"rows {difference.B}", "changed", $"only {difference.A}", $"only {difference.B}", "columns that changed"],
                [false, true, true, true, true, true, false],
                models.Select(model => (IReadOnlyList<string>)
                [
                    model.Name, Rows(model.RowsA), Rows(model.RowsB), Amounts.Number(model.Changed), Amounts.Number(model.OnlyA), Amounts.Number(model.OnlyB),
                    DifferenceText.Columns(model),
                ])));
        }

        return HtmlPage.Of(
            $"{difference.A} and {difference.B}",
            $"{Amounts.Count(difference.Models.Length, "model")} compared, {models.Count} differ; {figures.Count} of {Amounts.Count(Figures(difference.Metrics), "figure")} differ",
            parts);
    }

    private static int Figures(ImmutableArray<MetricDifference> metrics) => metrics.Select(metric => (metric.Model, metric.Name)).Distinct().Count();

    private static string Rows(long? rows) => rows is { } number ? Amounts.Number(number) : "none";
}
