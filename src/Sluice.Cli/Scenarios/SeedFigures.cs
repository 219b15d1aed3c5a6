using System.Text.Json;
using Sluice.Cli.Comparing;
using Sluice.Cli.Projects;
using Sluice.Sql.Adapters;

namespace Sluice.Cli.Scenarios;

/// <summary>A figure that one seed led to.</summary>
/// <param name="Model">The model of the report.</param>
/// <param name="Name">The column.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Value">The value; null for none.</param>
internal sealed record SeedFigure(string Model, string Name, string Partition, double? Value);

/// <summary>The figures of one seed: read from its database, and kept as a file, so that the seed need not run again.</summary>
internal static class SeedFigures
{
    internal static async Task<List<SeedFigure>> ReadAsync(ProjectSession session, CancellationToken cancellationToken)
    {
        var figures = new List<SeedFigure>();
        var adapter = await session.OpenDatabaseAsync(cancellationToken);
        await using var connection = await adapter.OpenSessionAsync(cancellationToken);
        foreach (var model in MetricModels.Of(session.Project))
        {
            var relation = model.Relation!;
            var columns = MetricModels.Columns(model, await connection.RunAsync(
                () => connection.GetColumns(new RelationName(relation.Database!, relation.Schema!, relation.Identifier!), cancellationToken), cancellationToken));
            var rows = await connection.RunAsync(
                () => connection.Query($"{MetricModels.Query(model, model.DeclaredRows!.Render(), columns)} order by 1", cancellationToken), cancellationToken);
            figures.AddRange(columns.SelectMany((column, index) => rows.Rows.Select(row => new SeedFigure(model.Name, column, (string)row[0]!, row[index + 1] as double?))));
        }

        return figures;
    }

    /// <summary>Writes them; the file appears whole or not at all.</summary>
    internal static void Write(string path, IEnumerable<SeedFigure> figures)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var unfinished = path + ".new";
        using (var stream = File.Create(unfinished))
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartArray();
            foreach (var figure in figures)
            {
                writer.WriteStartArray();
                writer.WriteStringValue(figure.Model);
                writer.WriteStringValue(figure.Name);
                writer.WriteStringValue(figure.Partition);
                if (figure.Value is { } value && double.IsFinite(value))
                {
                    writer.WriteNumberValue(value);
                }
                else
                {
                    writer.WriteNullValue();
                }

                writer.WriteEndArray();
            }

            writer.WriteEndArray();
        }

        File.Move(unfinished, path, overwrite: true);
    }

    /// <summary>The figures of an earlier call; null where there are none.</summary>
    internal static List<SeedFigure>? TryRead(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(path));
            return [.. json.RootElement.EnumerateArray().Select(item => new SeedFigure(
                item[0].GetString()!, item[1].GetString()!, item[2].GetString()!, item[3].ValueKind == JsonValueKind.Number ? item[3].GetDouble() : null))];
        }
        catch (Exception error) when (error is IOException or JsonException)
        {
            return null;
        }
    }
}
