using Sluice.Assets;
using Sluice.Runs;
using Sluice.Sql.Adapters;
using Sluice.Sql.Materializations;
using Sluice.Sql.Materializations.Microbatch;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Checkpoints;

/// <summary>Hashes what steps have committed. Used on the session's thread.</summary>
internal sealed class TableReader(ISqlSession session, ISqlAdapter adapter, CancellationToken cancel)
{
    /// <summary>What steps hold now; one whose relation is gone is missing in the answer.</summary>
    internal Dictionary<StepKey, CheckpointTable> Read(IReadOnlyCollection<(SqlNode Node, CommitMarker Marker)> steps)
    {
        var relations = Look(steps.Select(step => step.Node));
        var held = steps.Select(step => (step.Marker, Relation: RelationOf(step.Node), step.Node)).Where(step => relations.ContainsKey(step.Relation)).ToList();
        var contents = Hash(held.ConvertAll(step => (step.Node, step.Marker.Step, relations[step.Relation], relations[step.Relation].Columns.Select(column => SqlText.Quote(column.Name)))));
        return held.Zip(contents, (step, content) => new CheckpointTable(
            step.Marker.Step, $"{step.Relation.Schema}.{step.Relation.Identifier}", step.Marker.Fingerprint, content.Rows, content.Hash,
            [.. relations[step.Relation].Columns.Select(column => new CheckpointColumn(column.Name, column.Type))])).ToDictionary(table => table.Step);
    }

    /// <summary>What steps hold now, seen through the columns that checkpoints found; one whose relation is gone is missing in the answer.</summary>
    internal Dictionary<StepKey, ContentHash> Read(IReadOnlyCollection<(SqlNode Node, CheckpointTable Recorded)> steps)
    {
        var relations = Look(steps.Select(step => step.Node));
        var held = steps.Where(step => relations.ContainsKey(RelationOf(step.Node))).ToList();
        var contents = Hash(held.ConvertAll(step =>
        {
            var found = relations[RelationOf(step.Node)];
            return (step.Node, step.Recorded.Step, found, step.Recorded.Columns.IsEmpty ? ["1"] : ContentHash.Expressions(step.Recorded.Columns, found.Columns));
        }));
        return held.Zip(contents).ToDictionary(pair => pair.First.Recorded.Step, pair => pair.Second);
    }

    private Dictionary<RelationName, FoundRelation> Look(IEnumerable<SqlNode> nodes) => nodes.Select(RelationOf).Distinct()
        .GroupBy(relation => relation.Database, StringComparer.OrdinalIgnoreCase)
        .SelectMany(group => FoundRelation.Look(session, group.Key, [.. group], cancel))
        .ToDictionary();

    // A view is its definition.
    private List<ContentHash> Hash(List<(SqlNode Node, StepKey Step, FoundRelation Found, IEnumerable<string> Columns)> steps)
    {
        var tables = steps.FindAll(step => step.Found.Kind == CatalogKind.Table);
        var contents = new Queue<ContentHash>(ContentHash.Of(session, tables.ConvertAll(step => (RowsOf(step.Node, step.Step, RelationOf(step.Node)), step.Columns)), cancel));
        return steps.ConvertAll(step => step.Found.Kind == CatalogKind.Table ? contents.Dequeue() : new ContentHash(null, ContentHash.OfText(step.Found.Statement)));
    }

    private static string RowsOf(SqlNode node, StepKey step, RelationName relation) =>
        node.Partitions is { } set && !step.Partition.IsNone && !BatchPlan.IsMicrobatch(node) && Materialize.Of(node) is PartitionedMaterialization
            ? $"{relation} where {PartitionSql.Condition(set, step.Partition)}"
            : $"{relation}";

    private RelationName RelationOf(SqlNode node) => RelationName.Of(node, adapter.Database);
}
