using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Sluice.Cli.Comparing;
using Sluice.Cli.Talking;

namespace Sluice.Cli.Scenarios;

/// <summary>The percentiles of figures over seeds as a table, CSV and JSON.</summary>
internal static class SeedReport
{
    internal static string Table(ImmutableArray<Distribution> distributions, int? width)
    {
        var table = new TextTable(
            ["figure", "partition", "seeds", .. Percentiles.Ranks.Select(rank => $"p{rank}"), "mean"],
            [false, false, .. Enumerable.Repeat(true, Percentiles.Ranks.Length + 2)], cut: [0]);
        foreach (var figure in distributions)
        {
            table.Add([figure.Name, figure.Partition, Amounts.Number(figure.Count), .. figure.Values.Select(value => Text(value)), Text(figure.Mean)]);
        }

        return table.ToString(width);
    }

    internal static string Csv(ImmutableArray<Distribution> distributions)
    {
        var text = new StringBuilder($"model,figure,partition,seeds,{string.Join(',', Percentiles.Ranks.Select(rank => $"p{rank}"))},mean\n");
        foreach (var figure in distributions)
        {
            text.Append(CultureInfo.InvariantCulture, $"{figure.Model},{figure.Name},{figure.Partition},{figure.Count}");
            foreach (var value in figure.Values.Append(figure.Mean))
            {
                text.Append(CultureInfo.InvariantCulture, $",{value:R}");
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    internal static string Json(ImmutableArray<Distribution> distributions, IReadOnlyCollection<long> failed)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Relaxed.Indented))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("failed");
            foreach (var seed in failed)
            {
                writer.WriteNumberValue(seed);
            }

            writer.WriteEndArray();
            writer.WriteStartArray("figures");
            foreach (var figure in distributions)
            {
                writer.WriteStartObject();
                writer.WriteString("model", figure.Model);
                writer.WriteString("name", figure.Name);
                writer.WriteString("partition", figure.Partition);
                writer.WriteNumber("seeds", figure.Count);
                for (var rank = 0; rank < Percentiles.Ranks.Length; rank++)
                {
                    writer.WriteNumber($"p{Percentiles.Ranks[rank]}", figure.Values[rank]);
                }

                writer.WriteNumber("mean", figure.Mean);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string Text(double value) => DifferenceText.Figure(Math.Round(value, 4));
}
