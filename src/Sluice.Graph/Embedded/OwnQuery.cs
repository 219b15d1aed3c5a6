using System.Runtime.CompilerServices;
using Sluice.DuckDb;

namespace Sluice.Graph;

/// <summary>
/// Rows that a query on the graph's own connection gives. What is as it was at the last load, by DuckDB's hash of the whole row, stays in the
/// database: only rows that differ from it are read, and with them every other row of their identity, since the first of these holds.
/// </summary>
internal sealed class OwnQuery(DuckDbConnection connection, GraphTables tables, GraphElement element, string sql)
{
    // Rows that are new or others as the query has them, beside the identity that the element's table has; where there is no row, without a number.
    private const string Delta = "temp.sluice_graph_delta";

    /// <summary>What no row stands for.</summary>
    internal const string Gone = $"(select * from {Delta} where {GraphTables.Number} is null) gone";

    private string _columns = "";
    private bool _isStaged;

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

        var found = await SumAsync($"hash({_columns})", $"({sql})", cancellationToken);
        Rows = found.Rows;
        if (found == await SumAsync(GraphTables.Source, tables.Of(element), cancellationToken))
        {
            return true;
        }

        await StageDifferencesAsync(cancellationToken);
        return false;
    }

    /// <summary>The rows that must be looked at, in the order of the query.</summary>
    internal async IAsyncEnumerable<GraphRow> ReadAsync(Intake intake, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand(_isStaged
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

    internal Task EndAsync(CancellationToken cancellationToken) => ExecuteAsync($"drop table if exists {Delta}", cancellationToken);

    private string Source => $"select {_columns}, row_number() over () as {GraphTables.Number}, hash({_columns}) as {GraphTables.Source} from ({sql})";

    private async Task StageDifferencesAsync(CancellationToken cancellationToken)
    {
        var keys = element.Identity.Select((column, place) => (Name: SqlText.Quote(column.Name), Type: GraphTables.TypeOf(column.Type), Place: place)).ToList();
        await ExecuteAsync(
            $"""
            create or replace temp table sluice_graph_delta as
            select source.*, {string.Join(", ", keys.Select(key => $"kept.{key.Name} as kept_{key.Place}"))}
            from ({Source}) source
            full join {tables.Of(element)} kept on {string.Join(" and ", keys.Select(key => $"try_cast(source.{key.Name} as {key.Type}) = kept.{key.Name}"))}
            where source.{GraphTables.Source} is distinct from kept.{GraphTables.Source}
            """,
            cancellationToken);
        _isStaged = true;

        // Seldom does a query give one identity twice, and whether it does is told by the identities alone.
        var same = string.Join(" and ", keys.Select(key => $"delta.{key.Name} = source.{key.Name}"));
        var isDifferent = $"exists (select 1 from {Delta} delta where delta.{GraphTables.Number} is not null and {same})";
        var staged = await SumAsync("0", $"{Delta} where {GraphTables.Number} is not null and {string.Join(" and ", keys.Select(key => $"{key.Name} is not null"))}", cancellationToken);
        if (await SumAsync("0", $"({sql}) source where {isDifferent}", cancellationToken) != staged)
        {
            await ExecuteAsync(
                $"insert into {Delta} by name select * from ({Source}) source where {isDifferent} and {GraphTables.Number} not in (select {GraphTables.Number} from {Delta} where {GraphTables.Number} is not null)",
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
