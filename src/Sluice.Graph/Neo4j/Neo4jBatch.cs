using System.Text.Json;

namespace Sluice.Graph;

/// <summary>One attempt of one batch: a transaction that commits all of it or nothing.</summary>
internal sealed class Neo4jBatch(QueryApi api, GraphElement element)
{
    internal Task<BatchOutcome> RunAsync(IReadOnlyList<GraphRow> rows, CancellationToken cancellationToken) => element is RelationshipType relationship
        ? MergeRelationshipsAsync(relationship, rows, cancellationToken)
        : MergeNodesAsync((NodeType)element, rows, cancellationToken);

    private async Task<BatchOutcome> MergeNodesAsync(NodeType node, IReadOnlyList<GraphRow> rows, CancellationToken cancellationToken)
    {
        var answer = await api.RunAsync(Cypher.MergeNodes(node), Rows(rows), cancellationToken);
        return Outcome(answer, answer.Counter("nodesCreated"), rows.Count, []);
    }

    // A MATCH that finds no node drops its row without a word: the first statement asks for those rows, the second merges the others.
    private async Task<BatchOutcome> MergeRelationshipsAsync(
        RelationshipType relationship, IReadOnlyList<GraphRow> rows, CancellationToken cancellationToken)
    {
        var begun = await api.BeginAsync(Cypher.FindMissingEnds(relationship), Rows(rows), cancellationToken);
        if (begun.Transaction is null)
        {
            throw new Neo4jException("", "the server began a transaction without naming it");
        }

        var missing = MissingEnds(relationship, rows, begun);
        if (missing.Count == rows.Count)
        {
            await api.RollBackAsync(begun, cancellationToken);
            return new(0, 0, 0, missing);
        }

        var whole = missing.Count == 0 ? rows : [.. rows.Except(missing.Select(bad => bad.Row))];
        var answer = await api.CommitAsync(begun, Cypher.MergeRelationships(relationship), Rows(whole), cancellationToken);
        return Outcome(answer, answer.Counter("relationshipsCreated"), whole.Count, missing);
    }

    private static List<(GraphRow Row, string Reason)> MissingEnds(RelationshipType relationship, IReadOnlyList<GraphRow> rows, QueryAnswer answer)
    {
        if (answer.Rows.Count == 0)
        {
            return [];
        }

        var byNumber = rows.ToDictionary(row => row.Number);
        return [.. answer.Rows.Select(found =>
        {
            var row = byNumber[found[0].GetInt64()];
            var (end, key) = found[1].GetBoolean() ? (relationship.From, row.Values[0]) : (relationship.To, row.Values[1]);
            return (row, $"there is no {end.Label} {GraphValues.Show(key)}");
        })];
    }

    private static BatchOutcome Outcome(QueryAnswer answer, long created, int rows, IReadOnlyList<(GraphRow Row, string Reason)> missing)
    {
        var written = answer.Rows.Count == 1
            ? answer.Rows[0][0].GetInt64()
            : throw new Neo4jException("", "the server merged a batch without saying how much of it was written");
        return new(created, written - created, rows - written, missing);
    }

    private Action<Utf8JsonWriter> Rows(IReadOnlyList<GraphRow> rows) => json => TypedJson.WriteRows(json, element, rows);
}
