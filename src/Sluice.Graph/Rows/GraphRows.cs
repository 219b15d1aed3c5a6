using System.Data.Common;
using System.Runtime.CompilerServices;
using Sluice.DuckDb;

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
    public static GraphRows Query(DbConnection connection, string sql) => Query(connection, sql, changedKeysSql: null);

    /// <summary>
    /// The result of a query of which it is known what has changed since it was loaded last: only rows of the keys that another query yields are looked at.
    /// What is loaded under other keys stays.
    /// </summary>
    /// <remarks>
    /// The embedded target looks at all rows where there are more than are loaded, or one fails, and where <see cref="GraphLoadOptions.RemoveMissing"/> is false:
    /// what it has is always that of a load of all.
    /// </remarks>
    /// <param name="connection">The connection of both queries.</param>
    /// <param name="sql">All rows.</param>
    /// <param name="changedKeysSql">What tells rows apart, by the names of the element's columns, of those that came, changed or went; null for all.</param>
    public static GraphRows Query(DbConnection connection, string sql, string? changedKeysSql)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentException.ThrowIfNullOrWhiteSpace(sql);
        return new((element, cancellationToken) => ReaderRows.QueryAsync(element, connection, changedKeysSql is null ? sql : OfKeys(element, sql, changedKeysSql), cancellationToken))
        {
            Source = new(connection, sql, changedKeysSql),
        };
    }

    /// <summary>The rest of a reader's current result. The caller disposes the reader.</summary>
    public static GraphRows Read(DbDataReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new((element, cancellationToken) => ReaderRows.ReadAsync(element, reader, cancellationToken));
    }

    /// <summary>Where they are the result of a query, the query.</summary>
    internal QuerySource? Source { get; private init; }

    /// <summary>The rows of a query that have some keys.</summary>
    internal static string OfKeys(GraphElement element, string sql, string keys) =>
        $"select source.* from ({sql}) source semi join ({keys}) changed using ({string.Join(", ", element.Identity.Select(column => SqlText.Quote(column.Name)))})";

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

/// <summary>A query whose rows are loaded.</summary>
/// <param name="Connection">Where it runs.</param>
/// <param name="Sql">All rows.</param>
/// <param name="ChangedKeysSql">The identities of which something has changed; null where any may have.</param>
internal sealed record QuerySource(DbConnection Connection, string Sql, string? ChangedKeysSql);
