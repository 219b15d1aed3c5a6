using Sluice.DuckDb;

namespace Sluice.Graph;

/// <summary>Removes what the rows of an element no longer stand for, and with a node its relationships.</summary>
internal sealed class Removal(DuckDbConnection connection, GraphTables tables, GraphSchema schema)
{
    internal async Task<long> RunAsync(GraphElement element, CancellationToken cancellationToken)
    {
        var removed = await DeleteAsync(element, $"rowid in (select kept_row from {OwnQuery.Gone})", cancellationToken);
        if (removed == 0 || element is not NodeType node)
        {
            return removed;
        }

        foreach (var relationship in schema.Relationships)
        {
            if (relationship.From == node)
            {
                await DeleteAsync(relationship, $"{RelationshipType.FromColumn} in (select kept_0 from {OwnQuery.Gone})", cancellationToken);
            }

            if (relationship.To == node)
            {
                await DeleteAsync(relationship, $"{RelationshipType.ToColumn} in (select kept_0 from {OwnQuery.Gone})", cancellationToken);
            }
        }

        return removed;
    }

    private async Task<long> DeleteAsync(GraphElement element, string isGone, CancellationToken cancellationToken)
    {
        await using var delete = connection.CreateCommand($"delete from {tables.Of(element)} where {isGone}");
        var removed = await delete.ExecuteNonQueryAsync(cancellationToken);
        if (removed > 0)
        {
            await using var note = connection.CreateCommand(
                $"update {tables.Elements} set row_count = row_count - {removed}, changes = changes + {removed} where name = {SqlText.Literal(element.Name)}");
            await note.ExecuteNonQueryAsync(cancellationToken);
        }

        return removed;
    }
}
