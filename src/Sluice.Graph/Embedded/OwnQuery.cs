using Sluice.DuckDb;

namespace Sluice.Graph;

/// <summary>
/// Rows that a query on the graph's own connection gives. What is as it was at the last load, by DuckDB's hash of the whole row, stays in the
/// database: only rows that differ from it are read, and with them every other row of their identity, since the first of these holds.
/// </summary>
/// <param name="connection">The graph's connection.</param>
/// <param name="tables">The graph's tables.</param>
/// <param name="element">What is loaded.</param>
/// <param name="sql">Gives all rows.</param>
/// <param name="changedKeysSql">The identities of which something has changed; null where any may have.</param>
internal sealed class OwnQuery(DuckDbConnection connection, GraphTables tables, GraphElement element, string sql, string? changedKeysSql = null)
{
    // Rows that are new or others as the query has them, beside what is loaded of them; where there is no row, without a number.
    private const string Delta = "temp.sluice_graph_delta";

    private const string ChangedKeys = "temp.sluice_graph_keys";

    // Their names are quoted.
    private readonly TableColumn[] _keys = [.. element.Identity.Select(column => new TableColumn(SqlText.Quote(column.Name), GraphTables.TypeOf(column.Type), IsRequired: true))];

    private string _columns = "";

    /// <summary>All rows.</summary>
    internal string Sql => sql;

    /// <summary>True where it is known what is loaded of each row that must be looked at.</summary>
    internal bool IsCompared { get; private set; }

    /// <summary>True where only rows of keys that have changed are compared.</summary>
    internal bool IsNarrow { get; private set; }

    /// <summary>The rows of the query, read or not.</summary>
    internal long Rows { get; private set; }

    /// <summary>The rows that were loaded before.</summary>
    internal long Loaded { get; private set; }

    /// <summary>Compares the query's rows with what is loaded; true where all is as it was: no key has changed, or a sum of hashes on either side is the same.</summary>
    /// <exception cref="ArgumentException">The query lacks a column of the element or has one too many.</exception>
    internal async Task<bool> CompareAsync(CancellationToken cancellationToken)
    {
        _columns = await ColumnsAsync(cancellationToken);
        return changedKeysSql is null ? await CompareAllAsync(cancellationToken) : await CompareChangedAsync(changedKeysSql, cancellationToken);
    }

    /// <summary>The rows that must be looked at, those of one identity in the order of the query.</summary>
    /// <param name="intake">Turns them into rows of the graph.</param>
    /// <param name="gone">Is given what no row stands for any more; null where nobody asks.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal IAsyncEnumerable<GraphRow> ReadAsync(Intake intake, List<GoneRow>? gone, CancellationToken cancellationToken)
    {
        var rows = new OwnRows(connection, element.Columns.Count, intake);
        if (!IsCompared)
        {
            return rows.ReadAsync(SourceOf(sql), cancellationToken);
        }

        var compared = IsNarrow ? $"({Difference(SourceOf(OfChanged(sql)), OfChanged(Stored))})" : Delta;
        return rows.ReadComparedAsync(
            $"select {_columns}, {OwnRows.Compared} from {compared} where {(gone is null ? $"{GraphTables.Number} is not null" : "true")}", gone ?? [], cancellationToken);
    }

    internal async Task EndAsync(CancellationToken cancellationToken)
    {
        if (IsCompared)
        {
            await connection.ExecuteAsync($"drop table {(IsNarrow ? ChangedKeys : Delta)}", cancellationToken);
        }
    }

    // Rows of keys that have not changed cannot all be as they were where there are more in the query than are loaded: some failed before, or lost their node.
    private async Task<bool> CompareChangedAsync(string changedKeys, CancellationToken cancellationToken)
    {
        (Loaded, Rows) = await CountBothAsync(cancellationToken);
        if (Loaded == 0)
        {
            return false;
        }

        var keys = string.Join(", ", _keys.Select(key => $"try_cast({key.Name} as {key.Type}) as {key.Name}"));
        IsCompared = IsNarrow = await connection.ExecuteAsync($"create or replace temp table sluice_graph_keys as select distinct {keys} from ({changedKeys})", cancellationToken) > 0;
        if (IsNarrow)
        {
            return false;
        }

        await connection.ExecuteAsync($"drop table {ChangedKeys}", cancellationToken);
        return Rows == Loaded || await CompareAllAsync(cancellationToken);
    }

    private async Task<bool> CompareAllAsync(CancellationToken cancellationToken)
    {
        var loaded = await SumAsync(GraphTables.Source, tables.Of(element), cancellationToken);
        Loaded = loaded.Rows;
        if (Loaded == 0)
        {
            Rows = await connection.CountAsync($"select count(*) from ({sql})", cancellationToken);
            return false;
        }

        var found = await SumAsync($"hash({_columns})", $"({sql})", cancellationToken);
        Rows = found.Rows;
        if (found == loaded)
        {
            return true;
        }

        await StageDifferencesAsync(cancellationToken);
        IsCompared = true;
        return false;
    }

    private string Stored => $"select k.rowid as sluice_row, k.* from {tables.Of(element)} k";

    private string OfChanged(string rows) => GraphRows.OfKeys(element, rows, $"from {ChangedKeys} where {GraphTables.Each}");

    private string SourceOf(string rows) => $"select {_columns}, row_number() over () as {GraphTables.Number}, hash({_columns}) as {GraphTables.Source} from ({rows})";

    // What the query says now beside what is loaded.
    private string Difference(string source, string stored) =>
        $"""
        select source.*, stored.sluice_row as {GraphTables.LoadedRow}, stored.{GraphTables.Hash} as {GraphTables.LoadedHash}, stored.{_keys[0].Name} as {OwnRows.LoadedKey},
          source.{GraphTables.Number} is not null and source.{GraphTables.Source} is not distinct from stored.{GraphTables.Source} as {OwnRows.IsSame}
        from ({source}) source
        full join ({stored}) stored on {string.Join(" and ", _keys.Select(key => $"try_cast(source.{key.Name} as {key.Type}) = stored.{key.Name}"))}
        """;

    private async Task StageDifferencesAsync(CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync($"create or replace temp table sluice_graph_delta as from ({Difference(SourceOf(sql), Stored)}) where not {OwnRows.IsSame}", cancellationToken);

        // Seldom does a query give one identity twice, and whether it does is told by the identities alone.
        var same = string.Join(" and ", _keys.Select(key => $"delta.{key.Name} = source.{key.Name}"));
        var isDifferent = $"exists (select 1 from {Delta} delta where delta.{GraphTables.Number} is not null and {same})";
        var hasKey = string.Join(" and ", _keys.Select(key => $"{key.Name} is not null"));
        await using var command = connection.CreateCommand(
            $"select (select count(*) from {Delta} where {GraphTables.Number} is not null and {hasKey}), (select count(*) from ({sql}) source where {isDifferent})");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        if (reader.GetInt64(0) != reader.GetInt64(1))
        {
            await connection.ExecuteAsync(
                $"insert into {Delta} by name from ({Difference(SourceOf(sql), Stored)}) source where {isDifferent} and {GraphTables.Number} not in (select {GraphTables.Number} from {Delta} where {GraphTables.Number} is not null)",
                cancellationToken);
        }
    }

    private async Task<(long Loaded, long Rows)> CountBothAsync(CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand($"select (select count(*) from {tables.Of(element)}), (select count(*) from ({sql}))");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    // Rows, and the sum of a hash of each; a row without one makes a sum that no other is equal to.
    private async Task<(long Rows, string Hash)> SumAsync(string hash, string from, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand($"select count(*), case when count(*) = count({hash}) then coalesce(sum({hash}), 0)::varchar else 'unknown' end from {from}");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetInt64(0), reader.GetString(1));
    }

    // The element's columns in its order, each by the name that the query has for it.
    private async Task<string> ColumnsAsync(CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand($"select * from ({sql}) limit 0");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var names = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToList();
        return string.Join(", ", RowColumns.Match(element, names).Select(place => SqlText.Quote(names[place])));
    }
}
