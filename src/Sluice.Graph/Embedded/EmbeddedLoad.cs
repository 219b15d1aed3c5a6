using Sluice.DuckDb;

namespace Sluice.Graph;

/// <summary>Loads the rows of one element: appends them to the staging table, takes out the bad ones, merges the rest as a set.</summary>
internal sealed class EmbeddedLoad(DuckDbConnection connection, GraphTables tables, GraphSchema schema, GraphElement element, GraphLoadOptions options)
{
    private readonly Quarantine _quarantine = new(element, options);

    private readonly ChangeNotes _notes = new(connection, tables);

    internal async Task<GraphElementReport> RunAsync(GraphRows rows, CancellationToken cancellationToken)
    {
        var intake = new Intake(element, _quarantine);
        var own = rows.Source is { } source && ReferenceEquals(source.Connection, connection) ? new OwnQuery(connection, tables, element, source.Sql, options.RemoveMissing ? source.ChangedKeysSql : null) : null;
        if (options.RemoveMissing && own is null)
        {
            throw new ArgumentException($"{nameof(GraphLoadOptions.RemoveMissing)} needs the rows of a query on the graph's own connection: what is missing is found by the database");
        }

        if (own is not null && await own.CompareAsync(cancellationToken))
        {
            return new(element.Name, new(own.Rows, 0, 0, own.Rows, 0), _quarantine.Kept);
        }

        var gone = options.RemoveMissing ? new List<GoneRow>() : null;
        var staged = new StagedRows(connection, element, arePlaced: own is { IsCompared: true });
        await staged.AppendAsync(own is null ? intake.ReadAsync(rows, cancellationToken) : own.ReadAsync(intake, gone, cancellationToken), cancellationToken);
        var removed = gone is { Count: > 0 } ? await new Removal(connection, tables, schema, _notes).RunAsync(element, gone, cancellationToken) : 0;
        await TakeOutBadRowsAsync(staged, cancellationToken);
        var (created, updated) = staged.Count == 0 ? (0, 0) : await MergeAsync(staged, own is null ? await IsEmptyAsync(cancellationToken) : own.Loaded == 0, cancellationToken);
        await _notes.WriteAsync(cancellationToken);
        await staged.EndAsync(cancellationToken);
        if (own is not null)
        {
            await own.EndAsync(cancellationToken);
        }

        var submitted = own?.Rows ?? intake.Submitted;
        var report = new GraphElementReport(element.Name, new(submitted, created, updated, submitted - created - updated - _quarantine.Count, _quarantine.Count), _quarantine.Kept, Removed: removed);
        return own is { IsNarrow: true } && (_quarantine.Count > 0 || own.Rows != own.Loaded - removed + created)
            ? Both(report, await new EmbeddedLoad(connection, tables, schema, element, options).RunAsync(GraphRows.Query(connection, own.Sql), cancellationToken))
            : report;
    }

    // What the load of some keys did, and then that of all.
    private static GraphElementReport Both(GraphElementReport some, GraphElementReport all)
    {
        var (created, updated) = (some.Counts.Created + all.Counts.Created, some.Counts.Updated + all.Counts.Updated);
        var counts = all.Counts with { Created = created, Updated = updated, Unchanged = all.Counts.Submitted - all.Counts.Failed - created - updated };
        return all with { Counts = counts, Removed = some.Removed + all.Removed };
    }

    private async Task<bool> IsEmptyAsync(CancellationToken cancellationToken) =>
        await connection.CountAsync($"select count(*) from (select 1 from {tables.Of(element)} limit 1)", cancellationToken) == 0;

    private async Task TakeOutBadRowsAsync(StagedRows staged, CancellationToken cancellationToken)
    {
        var checks = (element is NodeType node ? EmbeddedChecks.Of(node, tables) : EmbeddedChecks.Of((RelationshipType)element, tables)).ToList();
        if (checks.Count == 0 || staged.Count == 0 || await connection.CountAsync($"select {string.Join(" + ", checks.Select(check => $"(select count(*) from ({check}))"))}", cancellationToken) == 0)
        {
            return;
        }

        foreach (var check in checks)
        {
            if (await QuarantineAsync(check, cancellationToken))
            {
                await staged.TakeOutAsync(check, cancellationToken);
            }
        }
    }

    private async Task<bool> QuarantineAsync(string check, CancellationToken cancellationToken)
    {
        var columns = string.Join(", ", element.Columns.Select(column => "staged." + SqlText.Quote(column.Name)));
        await using var command = connection.CreateCommand(
            $"select {GraphTables.Number}, bad.reason, {columns} from ({check}) bad join {GraphTables.Staging} staged using ({GraphTables.Number}) order by {GraphTables.Number}");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var any = false;
        while (await reader.ReadAsync(cancellationToken))
        {
            any = true;
            var values = new object?[element.Columns.Count];
            for (var index = 0; index < values.Length; index++)
            {
                values[index] = await reader.IsDBNullAsync(index + 2, cancellationToken) ? null : reader.GetValue(index + 2);
            }

            _quarantine.Add(reader.GetInt64(0), values, reader.GetString(1));
        }

        return any;
    }

    // A few rows that are deleted and added leave the others' storage alone; an update would write every column of theirs again.
    private async Task<(long Created, long Updated)> MergeAsync(StagedRows staged, bool isEmpty, CancellationToken cancellationToken)
    {
        var table = tables.Of(element);
        var (hash, source, loadedHash, loadedRow) = (GraphTables.Hash, GraphTables.Source, GraphTables.LoadedHash, GraphTables.LoadedRow);
        var same = GraphTables.SameIdentity(element, "kept", "staged");
        var updated = isEmpty || !staged.MayUpdate ? 0 : await connection.ExecuteAsync(
            staged.ArePlaced
                ? $"delete from {table} where rowid in (select {loadedRow} from {GraphTables.Staging} where {loadedHash} <> {hash})"
                : $"delete from {table} as kept where exists (select 1 from {GraphTables.Staging} staged where {same} and kept.{hash} <> staged.{hash})",
            cancellationToken);
        if (staged.MayNote)
        {
            await connection.ExecuteAsync(
                $"update {table} as kept set {source} = staged.{source} from {GraphTables.Staging} staged where kept.rowid = staged.{loadedRow} and staged.{loadedHash} = staged.{hash} and kept.{source} is distinct from staged.{source}",
                cancellationToken);
        }

        var isNew = isEmpty ? "true" : staged.ArePlaced ? $"{loadedRow} is null or {loadedHash} <> {hash}" : $"not exists (select 1 from {table} kept where {same})";
        var written = !staged.MayUpdate && !staged.MayCreate ? 0 : await connection.ExecuteAsync(
            $"insert into {table} ({GraphTables.Names(element)}) select {GraphTables.Names(element, "staged.")} from {GraphTables.Staging} staged where {isNew}", cancellationToken);
        _notes.Add(element, written - updated, written);
        return (written - updated, updated);
    }
}
