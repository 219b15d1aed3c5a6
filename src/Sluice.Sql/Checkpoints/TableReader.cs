using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Runs;
using Sluice.Sql.Adapters;
using Sluice.Sql.Materializations;
using Sluice.Sql.Materializations.Microbatch;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Checkpoints;

/// <summary>Hashes what a step has committed. Used on the session's thread.</summary>
internal sealed class TableReader(ISqlSession session, ISqlAdapter adapter, CancellationToken cancel)
{
    /// <summary>What a step holds now; null where its relation is gone.</summary>
    internal CheckpointTable? Read(SqlNode node, CommitMarker marker)
    {
        var relation = RelationOf(node);
        var found = session.GetRelation(relation);
        if (found is not { Kind: CatalogKind.Table })
        {
            return found is null ? null : OfView(relation, marker);
        }

        var columns = session.GetColumns(relation, cancel).Select(column => new CheckpointColumn(column.Name, column.Type)).ToImmutableArray();
        var content = ContentHash.Of(session, RowsOf(node, marker.Step, relation), columns.Select(column => SqlText.Quote(column.Name)), cancel);
        return new CheckpointTable(marker.Step, Name(relation), marker.Fingerprint, content.Rows, content.Hash, columns);
    }

    /// <summary>What a step holds now, seen through the columns that a checkpoint found; null where its relation is gone.</summary>
    internal ContentHash? Read(SqlNode node, CheckpointTable recorded)
    {
        var relation = RelationOf(node);
        var found = session.GetRelation(relation);
        if (found is not { Kind: CatalogKind.Table })
        {
            return found is null ? null : new ContentHash(null, HashOfView(relation));
        }

        return recorded.Columns.IsEmpty
            ? ContentHash.Of(session, RowsOf(node, recorded.Step, relation), ["1"], cancel)
            : ContentHash.Of(session, RowsOf(node, recorded.Step, relation), ContentHash.Expressions(recorded.Columns, session.GetColumns(relation, cancel)), cancel);
    }

    private CheckpointTable OfView(RelationName relation, CommitMarker marker) =>
        new(marker.Step, Name(relation), marker.Fingerprint, null, HashOfView(relation), []);

    private string HashOfView(RelationName relation) => ContentHash.OfText(FoundRelation.Look(session, relation, cancel)?.Statement ?? "");

    private static string RowsOf(SqlNode node, StepKey step, RelationName relation) =>
        node.Partitions is { } set && !step.Partition.IsNone && !BatchPlan.IsMicrobatch(node) && Materialize.Of(node) is PartitionedMaterialization
            ? $"{relation} where {PartitionSql.Condition(set, step.Partition)}"
            : $"{relation}";

    private static string Name(RelationName relation) => $"{relation.Schema}.{relation.Identifier}";

    private RelationName RelationOf(SqlNode node) =>
        new(node.Relation?.Database ?? adapter.Database, node.Relation?.Schema ?? node.Schema, node.Relation?.Identifier ?? node.Alias);
}
