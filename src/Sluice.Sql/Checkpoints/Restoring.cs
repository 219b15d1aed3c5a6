using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Runs;
using Sluice.Sql.Adapters;
using Sluice.Sql.Materializations;
using Sluice.Sql.Materializations.Microbatch;

namespace Sluice.Sql.Checkpoints;

/// <summary>Puts the relations of one database back to what was saved. Used on the session's thread, inside of a transaction.</summary>
internal sealed class Restoring(ISqlSession session, string database, CancellationToken cancel)
{
    private readonly SaveTable _saves = new(session, database, cancel);

    /// <summary>Puts relations and markers back, and forgets what was saved of them.</summary>
    internal void Restore(RunId run, IReadOnlyCollection<SavedRelation> saved)
    {
        var markers = StepMarkers.Read(session, database, saved.Select(one => one.Step.Asset), cancel);
        foreach (var one in saved)
        {
            // What has the same marker was not built since.
            if (one.Marker is null || markers.GetValueOrDefault(one.Step) != one.Marker)
            {
                var others = markers.Keys.Any(step => step.Asset == one.Step.Asset && step != one.Step);
                Restore(one, others);
                RestoreMarkers(one, markers);
            }
        }

        _saves.Drop(run, saved);
    }

    private void Restore(SavedRelation saved, bool hasOthers)
    {
        var name = saved.In(database);
        var now = FoundRelation.Look(session, name, cancel);
        switch (saved.Kind)
        {
            case null:
                Remove(saved, name, now, hasOthers);
                break;
            case CatalogKind.View:
                DropOther(name, now, CatalogKind.View);
                session.Execute(Definition.For(saved.Statement!, name), cancel);
                session.Changed(name, CatalogKind.View);
                break;
            default:
                DropOther(name, now, CatalogKind.Table);
                RestoreTable(saved, name, now is { Kind: CatalogKind.Table });
                break;
        }
    }

    // What was created from nothing goes, unless another partition lives in it.
    private void Remove(SavedRelation saved, RelationName name, FoundRelation? now, bool hasOthers)
    {
        if (now is null)
        {
            return;
        }

        if (now.Kind == CatalogKind.Table && saved.Condition is { } condition)
        {
            session.Execute($"delete from {name} where {condition}", cancel);
            hasOthers |= session.Query($"select 1 from {name} limit 1", cancel).Rows.Length > 0;
        }

        if (!hasOthers || saved.Step.Partition.IsNone)
        {
            Drop(name, now.Kind);
        }
    }

    private void DropOther(RelationName name, FoundRelation? now, CatalogKind kind)
    {
        if (now is not null && now.Kind != kind)
        {
            Drop(name, now.Kind);
        }
    }

    private void Drop(RelationName name, CatalogKind kind)
    {
        session.Execute($"drop {(kind == CatalogKind.View ? "view" : "table")} {name}", cancel);
        session.Changed(name, null);
    }

    private void RestoreTable(SavedRelation saved, RelationName name, bool exists)
    {
        if (exists && saved.Condition is { } condition)
        {
            var others = OtherColumns(saved, name, condition);
            if (others is null)
            {
                session.Execute($"delete from {name} where {condition}", cancel);
                InsertRows(saved, name);
                return;
            }

            Recreate(saved, name, condition, others.Value);
            return;
        }

        Create(saved, name);
        InsertRows(saved, name);
    }

    private void Create(SavedRelation saved, RelationName name)
    {
        session.Execute(Definition.For(saved.Statement!, name), cancel);
        foreach (var index in saved.Indexes)
        {
            session.Execute(index, cancel);
        }

        session.Changed(name, CatalogKind.Table);
    }

    private void InsertRows(SavedRelation saved, RelationName name)
    {
        if (saved.Copy is { } copy)
        {
            session.Execute($"insert into {name} by name select * from {_saves.Copy(copy)}", cancel);
        }
    }

    /// <summary>
    /// How the columns differ from those that the table had, as far as other partitions have come to need it: columns with values, wider types.
    /// Null where they do not differ at all.
    /// </summary>
    private (ImmutableArray<CatalogColumn> Added, ImmutableArray<(CatalogColumn Old, CatalogColumn Now)> Retyped)? OtherColumns(
        SavedRelation saved, RelationName name, string condition)
    {
        var before = saved.Columns;
        var now = session.GetColumns(name, cancel);
        if (before.SequenceEqual(now))
        {
            return null;
        }

        var others = $"from {name} where ({condition}) is distinct from true";
        var added = now.Where(column => SchemaChange.Find(before, column.Name) is null
            && Has($"{others} and {SqlText.Quote(column.Name)} is not null")).ToImmutableArray();
        var retyped = before.Select(old => (Old: old, Now: SchemaChange.Find(now, old.Name)))
            .Where(pair => pair.Now is { } column && column.Type != pair.Old.Type && Has(
                $"{others} and try_cast({SqlText.Quote(column.Name)} as {pair.Old.Type}) is distinct from {SqlText.Quote(column.Name)}"))
            .Select(pair => (pair.Old, pair.Now!)).ToImmutableArray();
        return (added, retyped);
    }

    private bool Has(string rows) => session.Query($"select 1 {rows} limit 1", cancel).Rows.Length > 0;

    // DuckDB does not alter a table that the transaction changes: it is made again, with the rows of the other partitions.
    private void Recreate(
        SavedRelation saved, RelationName name, string condition, (ImmutableArray<CatalogColumn> Added, ImmutableArray<(CatalogColumn Old, CatalogColumn Now)> Retyped) kept)
    {
        var rest = new RelationName("temp", "main", "sluice_others");
        session.Execute($"create or replace temp table sluice_others as select * from {name} where ({condition}) is distinct from true", cancel);
        var shared = session.GetColumns(rest, cancel);
        Create(saved, name);
        foreach (var column in kept.Added)
        {
            session.Execute($"alter table {name} add column {SqlText.Quote(column.Name)} {column.Type}", cancel);
        }

        foreach (var (old, now) in kept.Retyped)
        {
            session.Execute($"alter table {name} alter column {SqlText.Quote(old.Name)} type {now.Type}", cancel);
        }

        var target = session.GetColumns(name, cancel).Where(column => SchemaChange.Find(shared, column.Name) is not null).ToList();
        var list = SqlText.Columns(target);
        session.Execute($"insert into {name} ({list}) select {string.Join(", ", target.Select(column => $"cast({SqlText.Quote(column.Name)} as {column.Type})"))} from {rest}", cancel);
        session.Execute($"drop table {rest}", cancel);
        InsertRows(saved, name);
    }

    private void RestoreMarkers(SavedRelation saved, Dictionary<StepKey, string> now)
    {
        var name = saved.In(database);
        StepMarkers.Remove(session, database, saved.Step, cancel);
        if (saved.Marker is { } marker)
        {
            session.WriteMarker(StepMarkers.Parse(database, marker), name, voidsOthers: false, cancel);
        }

        foreach (var other in saved.EmptyPartitions.Select(text => StepMarkers.Parse(database, text)).Where(other => !now.ContainsKey(other.Step)))
        {
            session.WriteMarker(other, name, voidsOthers: false, cancel);
        }

        RestoreBatches(saved, name);
    }

    private void RestoreBatches(SavedRelation saved, RelationName name)
    {
        var table = new BatchTable(session, name, saved.Asset);
        if (saved.Batches.Length > 0 || table.Read(cancel) is not null)
        {
            table.Replace(saved.Batches, cancel);
        }
    }
}
