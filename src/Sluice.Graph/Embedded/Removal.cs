using Sluice.DuckDb;

namespace Sluice.Graph;

/// <summary>Removes what the rows of an element no longer stand for, and with a node its relationships.</summary>
internal sealed class Removal(DuckDbConnection connection, GraphTables tables, GraphSchema schema, ChangeNotes notes)
{
    private const string GoneName = "sluice_graph_gone";

    private const string Gone = "temp." + GoneName;

    internal async Task<long> RunAsync(GraphElement element, IReadOnlyList<GoneRow> gone, CancellationToken cancellationToken)
    {
        await StageAsync(element, gone, cancellationToken);
        var removed = await DeleteAsync(element, $"rowid in (select loaded_row from {Gone})", cancellationToken);
        foreach (var relationship in schema.Relationships)
        {
            var ends = EndsAt(relationship, element).Select(column => $"{column} in (select loaded_key from {Gone} where {GraphTables.Each})").ToList();
            if (ends.Count > 0)
            {
                await DeleteAsync(relationship, string.Join(" or ", ends), cancellationToken);
            }
        }

        await connection.ExecuteAsync($"drop table {Gone}", cancellationToken);
        return removed;
    }

    private static IEnumerable<string> EndsAt(RelationshipType relationship, GraphElement node)
    {
        if (relationship.From == node)
        {
            yield return RelationshipType.FromColumn;
        }

        if (relationship.To == node)
        {
            yield return RelationshipType.ToColumn;
        }
    }

    private async Task StageAsync(GraphElement element, IReadOnlyList<GoneRow> gone, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync($"create or replace temp table {GoneName} (loaded_row BIGINT, loaded_key {GraphTables.TypeOf(element.Identity[0].Type)})", cancellationToken);
        using var appender = connection.CreateAppender(GoneName, schema: "main", catalog: "temp");
        foreach (var (row, key) in gone)
        {
            appender.Append(row);
            appender.Append(key);
            appender.EndRow();
        }

        appender.Complete();
    }

    private async Task<long> DeleteAsync(GraphElement element, string isGone, CancellationToken cancellationToken)
    {
        var removed = await connection.ExecuteAsync($"delete from {tables.Of(element)} where {isGone}", cancellationToken);
        notes.Add(element, -removed, removed);
        return removed;
    }
}
