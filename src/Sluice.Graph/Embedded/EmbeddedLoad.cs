using Sluice.DuckDb;

namespace Sluice.Graph;

/// <summary>Loads the rows of one element: appends them to the staging table, takes out the bad ones, merges the rest as a set.</summary>
internal sealed class EmbeddedLoad(DuckDbConnection connection, GraphTables tables, GraphSchema schema, GraphElement element, GraphLoadOptions options)
{
    private readonly Quarantine _quarantine = new(element, options);

    internal async Task<GraphElementReport> RunAsync(GraphRows rows, CancellationToken cancellationToken)
    {
        var intake = new Intake(element, _quarantine);
        var own = rows.Source is { } source && ReferenceEquals(source.Connection, connection) ? new OwnQuery(connection, tables, element, source.Sql, options.RemoveMissing ? source.ChangedKeysSql : null) : null;
        if (options.RemoveMissing && own is null)
        {
            throw new ArgumentException($"{nameof(GraphLoadOptions.RemoveMissing)} needs the rows of a query on the graph's own connection: what is missing is found by the database");
        }

        var isEmpty = await CountAsync($"select count(*) from (select 1 from {tables.Of(element)} limit 1)", cancellationToken) == 0;
        if (own is not null && await own.CompareAsync(isEmpty, cancellationToken))
        {
            return new(element.Name, new(own.Rows, 0, 0, own.Rows, 0), _quarantine.Kept);
        }

        var removed = options.RemoveMissing && !isEmpty ? await new Removal(connection, tables, schema).RunAsync(element, cancellationToken) : 0;
        await StageAsync(own is null ? intake.ReadAsync(rows, cancellationToken) : own.ReadAsync(intake, cancellationToken), cancellationToken);
        await TakeOutBadRowsAsync(cancellationToken);

        var staged = await CountAsync($"select count(*) from {GraphTables.Staging}", cancellationToken);
        var (created, updated) = staged == 0 ? (0, 0) : await MergeAsync(isEmpty, own is { IsStaged: true }, cancellationToken);
        await ExecuteAsync($"drop table {GraphTables.Staging}", cancellationToken);

        if (own is not null)
        {
            await own.EndAsync(cancellationToken);
        }

        var submitted = own?.Rows ?? intake.Submitted;
        var report = new GraphElementReport(element.Name, new(submitted, created, updated, submitted - created - updated - _quarantine.Count, _quarantine.Count), _quarantine.Kept, Removed: removed);
        return own is { IsNarrow: true } && (_quarantine.Count > 0 || !await own.IsWholeAsync(cancellationToken))
            ? Both(report, await new EmbeddedLoad(connection, tables, schema, element, options).RunAsync(GraphRows.Query(connection, rows.Source!.Sql), cancellationToken))
            : report;
    }

    // What the load of some keys did, and then that of all.
    private static GraphElementReport Both(GraphElementReport some, GraphElementReport all)
    {
        var (created, updated) = (some.Counts.Created + all.Counts.Created, some.Counts.Updated + all.Counts.Updated);
        var counts = all.Counts with { Created = created, Updated = updated, Unchanged = all.Counts.Submitted - all.Counts.Failed - created - updated };
        return all with { Counts = counts, Removed = some.Removed + all.Removed };
    }

    private async Task StageAsync(IAsyncEnumerable<GraphRow> rows, CancellationToken cancellationToken)
    {
        var columns = GraphTables.ColumnsOf(element).Select(column => $"{SqlText.Quote(column.Name)} {column.Type}");
        await ExecuteAsync(
            $"create or replace temp table {GraphTables.StagingName} ({GraphTables.Number} BIGINT, {string.Join(", ", columns)})", cancellationToken);
        using var appender = connection.CreateAppender(GraphTables.StagingName, schema: "main", catalog: "temp");
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            appender.Append(row.Number);
            foreach (var value in row.Values)
            {
                Append(appender, value);
            }

            appender.Append(row.Hash);
            appender.Append(row.Source);
            appender.EndRow();
        }

        appender.Complete();
    }

    private static void Append(DuckDbAppender appender, object? value)
    {
        switch (value)
        {
            case string text:
                appender.Append(text);
                break;
            case long whole:
                appender.Append(whole);
                break;
            default:
                appender.Append(value);
                break;
        }
    }

    private async Task TakeOutBadRowsAsync(CancellationToken cancellationToken)
    {
        foreach (var check in element is NodeType node ? EmbeddedChecks.Of(node, tables) : EmbeddedChecks.Of((RelationshipType)element, tables))
        {
            if (await QuarantineAsync(check, cancellationToken))
            {
                await ExecuteAsync($"delete from {GraphTables.Staging} where {GraphTables.Number} in (select {GraphTables.Number} from ({check}))", cancellationToken);
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
    private async Task<(long Created, long Updated)> MergeAsync(bool isEmpty, bool isPlaced, CancellationToken cancellationToken)
    {
        var table = tables.Of(element);
        var (hash, source) = (GraphTables.Hash, GraphTables.Source);
        var same = GraphTables.SameIdentity(element, "kept", "placed");
        // Where the query was compared with what is loaded, the place of each row is known.
        var placed = isPlaced ? OwnQuery.Placed : $"{GraphTables.Staging} placed";
        var updated = isEmpty ? 0 : await ExecuteAsync(
            isPlaced
                ? $"delete from {table} where rowid in (select kept_row from {placed} where kept_hash <> {hash})"
                : $"delete from {table} as kept where exists (select 1 from {placed} where {same} and kept.{hash} <> placed.{hash})",
            cancellationToken);
        if (!isEmpty)
        {
            var isSame = isPlaced ? "kept.rowid = placed.kept_row" : same;
            await ExecuteAsync(
                $"update {table} as kept set {source} = placed.{source} from {placed} where {isSame} and kept.{hash} = placed.{hash} and placed.{source} is not null and kept.{source} is distinct from placed.{source}",
                cancellationToken);
        }

        var isNew = isEmpty ? "true" : isPlaced ? $"kept_row is null or kept_hash <> {hash}" : $"not exists (select 1 from {table} kept where {same})";
        var created = await ExecuteAsync(
            $"insert into {table} ({GraphTables.Names(element)}) select {GraphTables.Names(element, "placed.")} from {placed} where {isNew}",
            cancellationToken) - updated;
        if (created + updated > 0)
        {
            // Also what makes two transactions that change one element conflict: two of them could else create the same node.
            await ExecuteAsync(
                $"update {tables.Elements} set row_count = row_count + {created}, changes = changes + {created + updated} where name = {SqlText.Literal(element.Name)}",
                cancellationToken);
        }

        return (created, updated);
    }

    private async Task<long> CountAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task<int> ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand(sql);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
