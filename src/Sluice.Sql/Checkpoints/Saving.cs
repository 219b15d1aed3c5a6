using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Runs;
using Sluice.Sql.Adapters;
using Sluice.Sql.Materializations;
using Sluice.Sql.Materializations.Microbatch;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Checkpoints;

/// <summary>Keeps what a rollback would need, of the relations of one database. Used on the session's thread, inside of a transaction.</summary>
internal sealed class Saving(ISqlSession session, string database, CancellationToken cancel)
{
    private readonly SaveTable _saves = new(session, database, cancel);

    /// <summary>Saves the relations of a run's steps that were not saved yet.</summary>
    internal void Save(RunId run, IReadOnlyCollection<(StepKey Step, SqlNode Node, RelationName Relation)> steps)
    {
        var known = _saves.Read(run);
        var open = steps.Where(step => !known.ContainsKey(step.Step)).ToList();
        var markers = StepMarkers.Read(session, database, open.Select(step => step.Step.Asset), cancel);
        var relations = FoundRelation.Look(session, database, [.. open.Select(step => step.Relation).Distinct()], cancel);
        _saves.Write(run, [.. open.Select(step => Save(step.Step, step.Node, step.Relation, relations.GetValueOrDefault(step.Relation), markers))]);
    }

    private SavedRelation Save(StepKey step, SqlNode node, RelationName relation, FoundRelation? found, Dictionary<StepKey, string> markers)
    {
        // A marker whose relation is gone counts for nothing.
        var marker = found is null ? null : markers.GetValueOrDefault(step);
        var condition = ConditionOf(step, node, found);
        return new SavedRelation
        {
            Asset = step.Asset.Name,
            Partition = step.Partition.Text,
            Schema = relation.Schema,
            Identifier = relation.Identifier,
            Kind = found?.Kind,
            Statement = found?.Statement,
            Columns = found?.Columns ?? [],
            Indexes = found?.Indexes ?? [],
            Condition = condition,
            Copy = found?.Kind == CatalogKind.Table ? CopyRows(step, relation, condition) : null,
            Marker = marker,
            EmptyPartitions = condition is null || found is null ? [] :
                [.. markers.Where(other => other.Key.Asset == step.Asset && other.Key != step && StepMarkers.Parse(database, other.Value).RowCount == 0).Select(other => other.Value)],
            Batches = BatchPlan.IsMicrobatch(node) ? [.. new BatchTable(session, relation, node.UniqueId).Read(cancel) ?? []] : [],
        };
    }

    // A table that is not kept by partitions is the step's as a whole.
    private static string? ConditionOf(StepKey step, SqlNode node, FoundRelation? found)
    {
        if (node.Partitions is not { } set || step.Partition.IsNone || BatchPlan.IsMicrobatch(node) || Materialize.Of(node) is not PartitionedMaterialization)
        {
            return null;
        }

        var hasColumn = found is not { Kind: CatalogKind.Table }
            || set.Columns.All(name => found.Columns.Any(column => string.Equals(column.Name, name, StringComparison.OrdinalIgnoreCase)));
        return hasColumn ? PartitionSql.Condition(set, step.Partition) : null;
    }

    private string? CopyRows(StepKey step, RelationName relation, string? condition)
    {
        var rows = condition is null ? $"{relation}" : $"{relation} where {condition}";
        if (session.Query($"select 1 from {rows} limit 1", cancel).Rows.IsEmpty)
        {
            return null;
        }

        var copy = _saves.CopyOf(step);
        session.Execute($"create or replace table {copy} as select * from {rows}", cancel);
        return copy.Identifier;
    }
}
