using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Sluice.DuckDb;

namespace Sluice.Graph;

/// <summary>
/// Rows that a query on the graph's own connection gives. What is as it was at the last load, by DuckDB's hash of the whole row, stays in the
/// database: only rows that differ from it are read, and with them every other row of their identity, since the first of these holds.
/// </summary>
/// <param name="connection">The graph's connection.</param>
/// <param name="tables">The graph's tables.</param>
/// <param name="element">What is loaded.</param>
/// <param name="sql">All rows.</param>
/// <param name="changedKeysSql">The identities of which something has changed; null where any may have.</param>
internal sealed class OwnQuery(DuckDbConnection connection, GraphTables tables, GraphElement element, string sql, string? changedKeysSql = null)
{
    // Rows that are new or others as the query has them, beside the identity that the element's table has; where there is no row, without a number.
    private const string Delta = "temp.sluice_graph_delta";

    private const string ChangedKeys = "temp.sluice_graph_keys";

    /// <summary>What no row stands for.</summary>
    internal const string Gone = $"(select * from {Delta} where {GraphTables.Number} is null) gone";

    /// <summary>The staged rows, each with the place and the hash of what it stands for, <c>kept_row</c> and <c>kept_hash</c>; NULL where that is new.</summary>
    internal const string Placed =
        $"(select staged.*, delta.kept_row, delta.kept_hash from {GraphTables.Staging} staged join {Delta} delta on delta.{GraphTables.Number} = staged.{GraphTables.Number}) placed";

    private readonly ImmutableArray<(string Name, string Type, int Place)> _keys =
        [.. element.Identity.Select((column, place) => (SqlText.Quote(column.Name), GraphTables.TypeOf(column.Type), place))];

    private string _columns = "";

    /// <summary>True where it is known what each row that must be looked at stands for.</summary>
    internal bool IsStaged { get; private set; }

    /// <summary>True where only rows of keys that have changed were compared.</summary>
    internal bool IsNarrow { get; private set; }

    /// <summary>The rows of the query, read or not.</summary>
    internal long Rows { get; private set; }

    /// <summary>Compares the query's rows with what is loaded; true where all is as it was, which is told by a sum of hashes on either side.</summary>
    /// <exception cref="ArgumentException">The query lacks a column of the element or has one too many.</exception>
    internal async Task<bool> CompareAsync(bool isEmpty, CancellationToken cancellationToken)
    {
        _columns = await ColumnsAsync(cancellationToken);
        if (isEmpty)
        {
            Rows = (await SumAsync("0", $"({sql})", cancellationToken)).Rows;
            return false;
        }

        if (changedKeysSql is not null)
        {
            Rows = (await SumAsync("0", $"({sql})", cancellationToken)).Rows;
            IsNarrow = await StageChangedAsync(changedKeysSql, cancellationToken);
            if (IsNarrow || await IsWholeAsync(cancellationToken))
            {
                return !IsNarrow;
            }
        }

        var found = await SumAsync($"hash({_columns})", $"({sql})", cancellationToken);
        Rows = found.Rows;
        if (found == await SumAsync(GraphTables.Source, tables.Of(element), cancellationToken))
        {
            return true;
        }

        await StageDifferencesAsync(cancellationToken);
        return false;
    }

    /// <summary>False where rows that were not looked at cannot all be as they were: there are more in the query than are loaded, since some failed before or lost their node.</summary>
    internal async Task<bool> IsWholeAsync(CancellationToken cancellationToken) =>
        Rows == (await SumAsync("0", tables.Of(element), cancellationToken)).Rows;

    /// <summary>The rows that must be looked at, in the order of the query.</summary>
    internal async IAsyncEnumerable<GraphRow> ReadAsync(Intake intake, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand(IsStaged
            ? $"select {_columns}, {GraphTables.Number}, {GraphTables.Source} from {Delta} where {GraphTables.Number} is not null order by {GraphTables.Number}"
            : Source);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var count = element.Columns.Count;
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var values = new object?[count];
            for (var index = 0; index < count; index++)
            {
                var value = reader.GetValue(index);
                values[index] = value is DBNull ? null : value;
            }

            if (intake.Accept(reader.GetInt64(count), values, reader.GetFieldValue<ulong>(count + 1)) is { } row)
            {
                yield return row;
            }
        }
    }

    internal async Task EndAsync(CancellationToken cancellationToken)
    {
        await ExecuteAsync($"drop table if exists {Delta}", cancellationToken);
        await ExecuteAsync($"drop table if exists {ChangedKeys}", cancellationToken);
    }

    private string Source => SourceOf(sql);

    private string SourceOf(string rows) => $"select {_columns}, row_number() over () as {GraphTables.Number}, hash({_columns}) as {GraphTables.Source} from ({rows})";

    // False where nothing differs. Where something does, all rows of its key are staged, so that the first of them is found among them.
    private async Task<bool> StageChangedAsync(string changedKeys, CancellationToken cancellationToken)
    {
        var keys = string.Join(", ", _keys.Select(key => $"try_cast({key.Name} as {key.Type}) as {key.Name}"));
        await ExecuteAsync($"create or replace temp table sluice_graph_keys as select distinct {keys} from ({changedKeys})", cancellationToken);
        if ((await SumAsync("0", ChangedKeys, cancellationToken)).Rows == 0)
        {
            return false;
        }

        var source = SourceOf(GraphRows.OfKeys(element, sql, $"from {ChangedKeys}"));
        var kept = GraphRows.OfKeys(element, Kept, $"from {ChangedKeys}");
        var same = string.Join(", ", _keys.Select(key => $"coalesce(kept.{key.Name}, try_cast(source.{key.Name} as {key.Type}))"));
        await ExecuteAsync(
            $"""
            create or replace temp table sluice_graph_delta as {Difference($"({source})", $"({kept})")}
            qualify bool_or(source.{GraphTables.Source} is distinct from kept.{GraphTables.Source}) over (partition by {same})
            """,
            cancellationToken);
        return IsStaged = (await SumAsync("0", Delta, cancellationToken)).Rows > 0;
    }

    private string Kept => $"select k.rowid as sluice_row, k.* from {tables.Of(element)} k";

    // What is loaded beside what the query says now, with the keys of what is loaded.
    private string Difference(string source, string kept) =>
        $"""
        select source.*, {string.Join(", ", _keys.Select(key => $"kept.{key.Name} as kept_{key.Place}"))}, kept.sluice_row as kept_row, kept.{GraphTables.Hash} as kept_hash
        from {source} source
        full join {kept} kept on {string.Join(" and ", _keys.Select(key => $"try_cast(source.{key.Name} as {key.Type}) = kept.{key.Name}"))}
        """;

    private async Task StageDifferencesAsync(CancellationToken cancellationToken)
    {
        await ExecuteAsync(
            $"create or replace temp table sluice_graph_delta as {Difference($"({Source})", $"({Kept})")} where source.{GraphTables.Source} is distinct from kept.{GraphTables.Source}",
            cancellationToken);
        IsStaged = true;

        // Seldom does a query give one identity twice, and whether it does is told by the identities alone.
        var same = string.Join(" and ", _keys.Select(key => $"delta.{key.Name} = source.{key.Name}"));
        var isDifferent = $"exists (select 1 from {Delta} delta where delta.{GraphTables.Number} is not null and {same})";
        var staged = await SumAsync("0", $"{Delta} where {GraphTables.Number} is not null and {string.Join(" and ", _keys.Select(key => $"{key.Name} is not null"))}", cancellationToken);
        if (await SumAsync("0", $"({sql}) source where {isDifferent}", cancellationToken) != staged)
        {
            await ExecuteAsync(
                $"insert into {Delta} by name {Difference($"({Source})", $"({Kept})")} where {isDifferent} and source.{GraphTables.Number} not in (select {GraphTables.Number} from {Delta} where {GraphTables.Number} is not null)",
                cancellationToken);
        }
    }

    // Rows, and the sum of a hash of each; a row without one makes a sum that no other is equal to.
    private async Task<(long Rows, string Hash)> SumAsync(string hash, string from, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand($"select count(*), case when count(*) = count({hash}) then coalesce(sum({hash}), 0)::varchar else 'unknown' end from {from}");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetInt64(0), reader.GetString(1));
    }

    private async Task ExecuteAsync(string statement, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand(statement);
        await command.ExecuteNonQueryAsync(cancellationToken);
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
