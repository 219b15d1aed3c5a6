using Sluice.DuckDb;

namespace Sluice.Graph;

/// <summary>Loads the rows of one element: appends them to the staging table, takes out the bad ones, merges the rest as a set.</summary>
internal sealed class EmbeddedLoad(DuckDbConnection connection, GraphTables tables, GraphSchema schema, GraphElement element, GraphLoadOptions options)
{
    private readonly Quarantine _quarantine = new(element, options);

    internal async Task<GraphElementReport> RunAsync(GraphRows rows, CancellationToken cancellationToken)
    {
        var intake = new Intake(element, _quarantine);
        var own = rows.Source is { } source && ReferenceEquals(source.Connection, connection) ? new OwnQuery(connection, tables, element, source.Sql) : null;
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
        var (created, updated) = staged == 0 ? (0, 0) : await MergeAsync(isEmpty, cancellationToken);
        await ExecuteAsync($"drop table {GraphTables.Staging}", cancellationToken);

        if (own is not null)
        {
            await own.EndAsync(cancellationToken);
        }

        var submitted = own?.Rows ?? intake.Submitted;
        return new(element.Name, new(submitted, created, updated, submitted - created - updated - _quarantine.Count, _quarantine.Count), _quarantine.Kept, Removed: removed);
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

    private async Task<(long Created, long Updated)> MergeAsync(bool isEmpty, CancellationToken cancellationToken)
    {
        var table = tables.Of(element);
        var assignments = element.Properties.Select(property => property.Name).Append(GraphTables.Hash).Append(GraphTables.Source)
            .Select(name => $"{SqlText.Quote(name)} = staged.{SqlText.Quote(name)}");
        var same = GraphTables.SameIdentity(element, "kept", "staged");
        var updated = isEmpty ? 0 : await ExecuteAsync(
            $"update {table} as kept set {string.Join(", ", assignments)} from {GraphTables.Staging} staged where {same} and kept.{GraphTables.Hash} <> staged.{GraphTables.Hash}",
            cancellationToken);
        if (!isEmpty)
        {
            await ExecuteAsync(
                $"update {table} as kept set {GraphTables.Source} = staged.{GraphTables.Source} from {GraphTables.Staging} staged where {same} and staged.{GraphTables.Source} is not null and kept.{GraphTables.Source} is distinct from staged.{GraphTables.Source}",
                cancellationToken);
        }

        var isNew = isEmpty ? "" : $" where not exists (select 1 from {table} kept where {same})";
        var created = await ExecuteAsync(
            $"insert into {table} ({GraphTables.Names(element)}) select {GraphTables.Names(element, "staged.")} from {GraphTables.Staging} staged{isNew}",
            cancellationToken);
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
