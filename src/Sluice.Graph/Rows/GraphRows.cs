using System.Data.Common;
using System.Runtime.CompilerServices;

namespace Sluice.Graph;

/// <summary>Rows to be loaded as nodes or relationships: their columns are those of the element, matched by name in any order.</summary>
/// <remarks>They are read once, in order, while they are loaded.</remarks>
public sealed class GraphRows
{
    private readonly Func<GraphElement, CancellationToken, IAsyncEnumerable<object?[]>> _read;

    private GraphRows(Func<GraphElement, CancellationToken, IAsyncEnumerable<object?[]>> read) => _read = read;

    /// <summary>Objects whose public properties are the columns: <c>AwardKey</c> is <c>award_key</c>, as it stands is fine too.</summary>
    public static GraphRows From<T>(IEnumerable<T> rows)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(rows);
        return new((element, cancellationToken) => ObjectRows.ReadAsync(element, Awaited(rows, cancellationToken), cancellationToken));
    }

    /// <summary>Objects whose public properties are the columns, as they come.</summary>
    public static GraphRows From<T>(IAsyncEnumerable<T> rows)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(rows);
        return new((element, cancellationToken) => ObjectRows.ReadAsync(element, rows, cancellationToken));
    }

    /// <summary>The result of a query; it may run on the connection of the embedded target, within its transaction.</summary>
    /// <remarks>
    /// On the embedded target's own connection, rows that are as they were at the last load are counted by the database and not read.
    /// The command must not stream where it runs on the target's connection.
    /// </remarks>
    public static GraphRows Query(DbConnection connection, string sql)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentException.ThrowIfNullOrWhiteSpace(sql);
        return new((element, cancellationToken) => ReaderRows.QueryAsync(element, connection, sql, cancellationToken)) { Source = (connection, sql) };
    }

    /// <summary>The rest of a reader's current result. The caller disposes the reader.</summary>
    public static GraphRows Read(DbDataReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new((element, cancellationToken) => ReaderRows.ReadAsync(element, reader, cancellationToken));
    }

    /// <summary>Where they are the result of a query: its connection and its text.</summary>
    internal (DbConnection Connection, string Sql)? Source { get; private init; }

    /// <summary>Each row's values in the order of the element's columns.</summary>
    internal IAsyncEnumerable<object?[]> ReadAsync(GraphElement element, CancellationToken cancellationToken) => _read(element, cancellationToken);

    private static async IAsyncEnumerable<T> Awaited<T>(IEnumerable<T> rows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return row;
        }
    }
}
