using System.Collections.Immutable;
using System.Globalization;
using Sluice.Diagnostics;
using Sluice.DuckDb;
using Sluice.Hosting.Rows;
using Sluice.Sql.Adapters;

namespace Sluice.Hosting;

/// <summary>
/// The rows of an asset, model, seed or source as records, read from the database as they are asked for: a million rows need no more memory
/// than a thousand. Every enumeration has a connection of its own and sees what was committed when it began. Safe to use from several threads.
/// </summary>
/// <typeparam name="T">A record; its properties are columns, <c>AwardYear</c> being <c>award_year</c>. Columns that it lacks are not read.</typeparam>
public sealed class Table<T> : IAsyncEnumerable<T>
{
    private readonly TableSource _source;
    private readonly string? _sql;

    internal Table(TableSource source)
        : this(source, source.Sql)
    {
    }

    private Table(TableSource source, string? sql) => (_source, _sql) = (source, sql);

    /// <summary>True where there is nothing to read yet, as before the first partition.</summary>
    public bool IsAbsent => _sql is null;

    /// <summary>The rows in the order in which the database has them.</summary>
    /// <exception cref="DiagnosticException">The table lacks a column of the record.</exception>
    /// <exception cref="InvalidCastException">A value does not fit its property.</exception>
    public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        if (_sql is null)
        {
            yield break;
        }

        await using var session = await _source.Adapter.OpenSessionAsync(cancellationToken);
        await RequireColumnsAsync(session, cancellationToken);
        using var command = ((DuckDbConnection)session.Connection).CreateCommand($"select {Columns()} from {_sql} as t");
        command.StreamResult = true;
        await using var reader = (DuckDbDataReader)await command.ExecuteReaderAsync(cancellationToken);
        var read = RowReader<T>.Read;
        while (await reader.ReadAsync(cancellationToken))
        {
            yield return read(reader);
        }
    }

    /// <summary>The rows, read on the calling thread.</summary>
    public IEnumerable<T> Rows(CancellationToken cancellationToken = default) => this.ToBlockingEnumerable(cancellationToken);

    /// <summary>The number of rows, counted by the database.</summary>
    public async Task<long> CountAsync(CancellationToken cancellationToken = default)
    {
        if (_sql is null)
        {
            return 0;
        }

        await using var session = await _source.Adapter.OpenSessionAsync(cancellationToken);
        return await session.RunAsync(
            () => Convert.ToInt64(session.Query($"select count(*) from {_sql} as t", cancellationToken).Scalar, CultureInfo.InvariantCulture), cancellationToken);
    }

    /// <summary>The rows that fulfil a condition, which the database applies.</summary>
    /// <param name="condition">SQL over the table's columns, such as <c>award_year &gt;= 2020</c>.</param>
    public Table<T> Where(string condition)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(condition);
        return new Table<T>(_source, _sql is null ? null : $"(select * from {_sql} as t where {condition})");
    }

    /// <summary>The rows in an order, which the database applies.</summary>
    /// <param name="columns">SQL, such as <c>award_year desc, award_key</c>.</param>
    public Table<T> OrderBy(string columns)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(columns);
        return new Table<T>(_source, _sql is null ? null : $"(select * from {_sql} as t order by {columns})");
    }

    /// <summary>The table as SQL, for queries of your own: <c>$"select count(*) from {awards}"</c>.</summary>
    public override string ToString() => _sql ?? $"(select {Nothing()} where false)";

    private static string Columns() => string.Join(", ", RowShape.Of(typeof(T)).Columns.Select(column => RelationName.Quote(column.Name)));

    private static string Nothing() =>
        string.Join(", ", RowShape.Of(typeof(T)).Columns.Select(column => $"cast(null as {column.SqlType ?? "VARCHAR"}) as {RelationName.Quote(column.Name)}"));

    private async Task RequireColumnsAsync(ISqlSession session, CancellationToken cancel)
    {
        var present = await session.RunAsync(() => session.Describe($"select * from {_sql} as t", cancel), cancel);
        var names = present.Select(column => column.Name).ToList();
        var missing = RowShape.Of(typeof(T)).Columns.Where(column => !names.Contains(column.Name, StringComparer.OrdinalIgnoreCase)).ToImmutableArray();
        if (!missing.IsEmpty)
        {
            throw new DiagnosticException([.. missing.Select(column => HostingErrors.NoSuchColumn(_source.Reader, typeof(T), column, _sql!, names))]);
        }
    }
}
