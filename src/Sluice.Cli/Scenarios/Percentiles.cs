using System.Collections.Immutable;

namespace Sluice.Cli.Scenarios;

/// <summary>How a figure is distributed over seeds.</summary>
/// <param name="Model">The model of the report.</param>
/// <param name="Name">The column.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Count">The seeds that have a value.</param>
/// <param name="Mean">The arithmetic mean.</param>
/// <param name="Values">One value for each of <see cref="Percentiles.Ranks"/>.</param>
internal sealed record Distribution(string Model, string Name, string Partition, int Count, double Mean, ImmutableArray<double> Values);

/// <summary>Percentiles, interpolated between the two nearest values as DuckDB's <c>quantile_cont</c> does.</summary>
internal static class Percentiles
{
    internal static ImmutableArray<int> Ranks { get; } = [5, 25, 50, 75, 95];

    internal static ImmutableArray<Distribution> Of(IEnumerable<IEnumerable<SeedFigure>> seeds) =>
    [
        .. seeds.SelectMany(figures => figures).Where(figure => figure.Value is not null)
            .GroupBy(figure => (figure.Model, figure.Name, figure.Partition))
            .Select(figures => Of(figures.Key.Model, figures.Key.Name, figures.Key.Partition, [.. figures.Select(figure => figure.Value!.Value).Order()])),
    ];

    internal static double At(double[] sorted, int percent)
    {
        var position = (sorted.Length - 1) * percent / 100.0;
        var below = (int)position;
        return below + 1 >= sorted.Length ? sorted[^1] : sorted[below] + ((position - below) * (sorted[below + 1] - sorted[below]));
    }

    private static Distribution Of(string model, string name, string partition, double[] sorted) =>
        new(model, name, partition, sorted.Length, sorted.Average(), [.. Ranks.Select(rank => At(sorted, rank))]);
}
