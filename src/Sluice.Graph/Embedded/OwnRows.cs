using System.Runtime.CompilerServices;
using Sluice.DuckDb;

namespace Sluice.Graph;

/// <summary>Reads the rows of an own query into the intake.</summary>
/// <param name="connection">The graph's connection.</param>
/// <param name="count">The columns of the element.</param>
/// <param name="intake">Turns them into rows of the graph.</param>
internal sealed class OwnRows(DuckDbConnection connection, int count, Intake intake)
{
    internal const string LoadedKey = "_loaded_key";

    internal const string IsSame = "_is_same";

    /// <summary>What a compared row has besides those of the element: its number, the hash of the source, and what is loaded of it.</summary>
    internal static string Compared => $"{GraphTables.Number}, {GraphTables.Source}, {GraphTables.LoadedRow}, {GraphTables.LoadedHash}, {LoadedKey}, {IsSame}";

    // Rows of one identity, in the order of the query.
    private readonly List<ComparedRow> _group = [];

    /// <summary>All rows of a query that gives the element's columns, the number and the hash of the source.</summary>
    internal async IAsyncEnumerable<GraphRow> ReadAsync(string sql, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (intake.Accept(reader.GetInt64(count), Values(reader), reader.GetFieldValue<ulong>(count + 1)) is { } row)
            {
                yield return row;
            }
        }
    }

    /// <summary>Those of compared rows that are not as they were, and with them the others of their identity, since the first of these holds.</summary>
    /// <param name="sql">Gives the element's columns and <see cref="Compared"/>.</param>
    /// <param name="gone">Is given what is loaded and no row stands for.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal async IAsyncEnumerable<GraphRow> ReadComparedAsync(string sql, List<GoneRow> gone, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand($"{sql} order by {GraphTables.LoadedRow}, {GraphTables.Number}");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (reader.IsDBNull(count))
            {
                gone.Add(new(reader.GetInt64(count + 2), reader.GetValue(count + 4)));
                continue;
            }

            var row = new ComparedRow(reader.GetInt64(count), Values(reader), reader.GetFieldValue<ulong>(count + 1), Loaded(reader));
            if (_group.Count > 0 && !row.IsOneWith(_group[0]))
            {
                foreach (var accepted in TakeGroup())
                {
                    yield return accepted;
                }
            }

            _group.Add(row);
        }

        foreach (var accepted in TakeGroup())
        {
            yield return accepted;
        }
    }

    private IEnumerable<GraphRow> TakeGroup()
    {
        if (_group.Exists(row => row.Loaded is not { IsSame: true }))
        {
            foreach (var row in _group)
            {
                if (intake.Accept(row.Number, row.Values, row.Source, row.Loaded) is { } accepted)
                {
                    yield return accepted;
                }
            }
        }

        _group.Clear();
    }

    private LoadedRow? Loaded(DuckDbDataReader reader) =>
        reader.IsDBNull(count + 2) ? null : new(reader.GetInt64(count + 2), reader.GetInt64(count + 3), reader.GetBoolean(count + 5));

    private object?[] Values(DuckDbDataReader reader)
    {
        var values = new object?[count];
        for (var index = 0; index < count; index++)
        {
            var value = reader.GetValue(index);
            values[index] = value is DBNull ? null : value;
        }

        return values;
    }

    private readonly record struct ComparedRow(long Number, object?[] Values, ulong Source, LoadedRow? Loaded)
    {
        internal bool IsOneWith(in ComparedRow other) => Loaded is { } loaded && other.Loaded is { } others && loaded.Row == others.Row;
    }
}
