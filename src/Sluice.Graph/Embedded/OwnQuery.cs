using System.Runtime.CompilerServices;
using Sluice.DuckDb;

namespace Sluice.Graph;

/// <summary>
/// Rows that a query on the graph's own connection gives. What is as it was at the last load, by DuckDB's hash of the whole row, stays in the
/// database: only rows that differ from it are read, and with them every other row of their identity, since the first of these holds.
/// </summary>
internal sealed class OwnQuery(DuckDbConnection connection, GraphTables tables, GraphElement element, string sql)
{
    // Identities whose rows are new or others, as the query has them and as the element's table does; where there is no row, without a number.
    private const string Delta = "temp.sluice_graph_delta";

    /// <summary>What no row stands for.</summary>
    internal const string Gone = $"(select * from {Delta} where {GraphTables.Number} is null) gone";

    private string _source = "";
    private bool _isCompared;

    /// <summary>The rows of the query, read or not.</summary>
    internal long Rows { get; private set; }

    /// <summary>Compares the query's rows with what is loaded.</summary>
    /// <exception cref="ArgumentException">The query lacks a column of the element or has one too many.</exception>
    internal async Task CompareAsync(bool isEmpty, CancellationToken cancellationToken)
    {
        var columns = await ColumnsAsync(cancellationToken);
        _source = $"select {columns}, row_number() over () as {GraphTables.Number}, hash({columns}) as {GraphTables.Source} from ({sql})";
        _isCompared = !isEmpty;
        if (!isEmpty)
        {
            var keys = element.Identity.Select((column, place) => (Name: SqlText.Quote(column.Name), Type: GraphTables.TypeOf(column.Type), Place: place)).ToList();
            await using var compare = connection.CreateCommand($"""
                create or replace temp table sluice_graph_delta as
                select {string.Join(", ", keys.Select(key => $"source.{key.Name} as source_{key.Place}, kept.{key.Name} as kept_{key.Place}"))}, source.{GraphTables.Number}
                from ({_source}) source
                full join {tables.Of(element)} kept on {string.Join(" and ", keys.Select(key => $"try_cast(source.{key.Name} as {key.Type}) = kept.{key.Name}"))}
                where source.{GraphTables.Source} is distinct from kept.{GraphTables.Source}
                """);
            await compare.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var count = connection.CreateCommand($"select count(*) from ({sql})");
        Rows = (long)(await count.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>The rows that must be looked at, in the order of the query.</summary>
    internal async IAsyncEnumerable<GraphRow> ReadAsync(Intake intake, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var same = string.Join(" and ", element.Identity.Select((column, place) => $"delta.source_{place} is not distinct from source.{SqlText.Quote(column.Name)}"));
        var differing = _isCompared ? $" where exists (select 1 from {Delta} delta where delta.{GraphTables.Number} is not null and {same}) order by {GraphTables.Number}" : "";
        await using var command = connection.CreateCommand($"select * from ({_source}) source{differing}");
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
        await using var drop = connection.CreateCommand($"drop table if exists {Delta}");
        await drop.ExecuteNonQueryAsync(cancellationToken);
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
