using Sluice.Sql.Adapters;
using Sluice.Sql.Commits;
using Sluice.Sql.Context;

namespace Sluice.Sql.Materializations.Microbatch;

/// <summary>
/// The table <c>sluice.batches</c>: one row for each batch that is complete, written in the batch's transaction. What it lacks is
/// built by the next run.
/// </summary>
/// <param name="session">Where.</param>
/// <param name="target">The model's table.</param>
/// <param name="asset">The model's unique id.</param>
internal sealed class BatchTable(ISqlSession session, RelationName target, string asset)
{
    private string Name => $"{RelationName.Quote(target.Database)}.{MarkerTable.Schema}.batches";

    /// <summary>The batches that are complete; null where none of the table was ever written in batches.</summary>
    internal HashSet<string>? Read(CancellationToken cancel)
    {
        var exists = session.Query(
            $"select count(*) from duckdb_tables() where database_name = {SqlText.Literal(target.Database)} and schema_name = '{MarkerTable.Schema}' and table_name = 'batches'",
            cancel).Scalar;
        if (exists is null or 0L)
        {
            return null;
        }

        var rows = session.Query($"select batch from {Name} where asset = {SqlText.Literal(asset)}", cancel).Rows;
        return rows.IsEmpty ? null : rows.Select(row => (string)row[0]!).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Notes a batch as complete.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="isNew">True where the table was created with it, so that what was noted before is void.</param>
    /// <param name="cancel">Interrupts the statements.</param>
    internal void Write(EventBatch batch, bool isNew, CancellationToken cancel)
    {
        Create(cancel);
        session.Execute($"delete from {Name} where asset = {SqlText.Literal(asset)}{(isNew ? "" : $" and batch = {SqlText.Literal(batch.Id)}")}", cancel);
        session.Execute($"insert into {Name} values ({SqlText.Literal(asset)}, {SqlText.Literal(batch.Id)})", cancel);
    }
    /// <summary>Notes these batches as complete, and no others.</summary>
    internal void Replace(IReadOnlyCollection<string> batches, CancellationToken cancel)
    {
        Create(cancel);
        session.Execute($"delete from {Name} where asset = {SqlText.Literal(asset)}", cancel);
        if (batches.Count > 0)
        {
            session.Execute($"insert into {Name} values {string.Join(", ", batches.Select(batch => $"({SqlText.Literal(asset)}, {SqlText.Literal(batch)})"))}", cancel);
        }
    }

    private void Create(CancellationToken cancel) =>
        session.Execute($"create table if not exists {Name} (asset varchar not null, batch varchar not null)", cancel);
}
