using System.Collections.Immutable;
using System.Data.Common;
using Sluice.DuckDb;
using Sluice.Hosting.Rows;
using Sluice.Sql.Adapters;
using Sluice.Sql.Code;

namespace Sluice.Hosting.Writing;

/// <summary>
/// Rows on their way into a table: they are appended to a temporary table of the attempt's connection while the code runs, and moved into
/// their table, together with the marker, when it has ended. A failed attempt leaves nothing.
/// </summary>
/// <param name="attempt">The attempt.</param>
/// <param name="name">The temporary table.</param>
/// <param name="progress">Is told how many rows have come.</param>
internal sealed class StagedRows(CodeAttempt attempt, string name, Action<long> progress)
{
    // Rows are handed to the connection's thread in batches: a hand-over costs more than a row.
    private const int BatchRows = 2048;

    private readonly RelationName _table = new("temp", "main", name);
    private Type? _row;
    private bool _exists;

    /// <summary>Rows until now.</summary>
    internal long Count { get; private set; }

    /// <summary>The query that yields the rows.</summary>
    internal string Select => $"select * from {_table}";

    internal async Task<long> AppendAsync<T>(IEnumerable<T> rows, CancellationToken cancel)
    {
        await CreateAsync<T>(cancel);
        return await attempt.Session.RunAsync(
            () =>
            {
                using var appender = Open();
                var write = RowWriter<T>.Write;
                foreach (var row in rows)
                {
                    write(appender, row);
                    if (appender.RowCount % BatchRows == 0)
                    {
                        cancel.ThrowIfCancellationRequested();
                        progress(Count + appender.RowCount);
                    }
                }

                return Complete(appender);
            },
            cancel);
    }

    /// <summary>Appends rows to the table, which exists, on the connection's own thread.</summary>
    internal void Append<T>(IEnumerable<T> rows)
    {
        using var appender = Open();
        foreach (var row in rows)
        {
            RowWriter<T>.Write(appender, row);
        }

        Complete(appender);
    }

    internal async Task<long> AppendAsync<T>(IAsyncEnumerable<T> rows, CancellationToken cancel)
    {
        await CreateAsync<T>(cancel);
        var appender = await attempt.Session.RunAsync(Open, cancel);
        try
        {
            var batch = new List<T>(BatchRows);
            await foreach (var row in rows.WithCancellation(cancel))
            {
                batch.Add(row);
                if (batch.Count == BatchRows)
                {
                    await SendAsync(appender, batch, cancel);
                }
            }

            await SendAsync(appender, batch, cancel);
            return await attempt.Session.RunAsync(() => Complete(appender), cancel);
        }
        finally
        {
            await attempt.Session.RunAsync(
                () =>
                {
                    appender.Dispose();
                    return 0;
                },
                CancellationToken.None);
        }
    }

    /// <summary>Appends the rows of a reader of any database, value by value; DuckDB's own chunk by chunk.</summary>
    internal async Task<long> AppendAsync(DbDataReader rows, RowShape? shape, CancellationToken cancel)
    {
        await CreateAsync(ReaderColumns.Definition(rows, shape), cancel);
        return await attempt.Session.RunAsync(
            () =>
            {
                using var appender = Open();
                if (rows is DuckDbDataReader own && shape is null)
                {
                    appender.Append(own);
                    return Complete(appender);
                }

                var order = ReaderColumns.Order(rows, shape);
                while (rows.Read())
                {
                    foreach (var ordinal in order)
                    {
                        appender.Append(rows.IsDBNull(ordinal) ? null : rows.GetValue(ordinal));
                    }

                    appender.EndRow();
                    if (appender.RowCount % BatchRows == 0)
                    {
                        cancel.ThrowIfCancellationRequested();
                        progress(Count + appender.RowCount);
                    }
                }

                return Complete(appender);
            },
            cancel);
    }

    private async Task SendAsync<T>(DuckDbAppender appender, List<T> batch, CancellationToken cancel)
    {
        await attempt.Session.RunAsync(
            () =>
            {
                var write = RowWriter<T>.Write;
                foreach (var row in batch)
                {
                    write(appender, row);
                }

                return 0;
            },
            cancel);
        batch.Clear();
        progress(Count + appender.RowCount);
    }

    private long Complete(DuckDbAppender appender)
    {
        var rows = appender.Complete();
        Count += rows;
        progress(Count);
        return rows;
    }

    private DuckDbAppender Open() => ((DuckDbConnection)attempt.Session.Connection).CreateAppender(name, "main", "temp");

    private async Task CreateAsync<T>(CancellationToken cancel)
    {
        if (_row is not null && _row != typeof(T))
        {
            throw new InvalidOperationException($"rows of {_row.Name} were written before, so rows of {typeof(T).Name} cannot be");
        }

        _row = typeof(T);
        await CreateAsync(string.Join(", ", Definitions(RowShape.Of(typeof(T)))), cancel);
    }

    private static ImmutableArray<string> Definitions(RowShape shape) =>
    [
        .. shape.Columns.Select(column => $"{RelationName.Quote(column.Name)} {column.SqlType
            ?? throw new InvalidOperationException($"no column can hold {shape.Type.Name}.{column.Property.Name}: {column.Property.PropertyType.Name}")}"),
    ];

    private async Task CreateAsync(string definition, CancellationToken cancel)
    {
        if (_exists)
        {
            return;
        }

        if (!attempt.CleanUp.Contains($"drop table if exists {_table}"))
        {
            attempt.CleanUp.Add($"drop table if exists {_table}");
        }

        await attempt.Session.RunAsync(() => attempt.Session.Execute($"create or replace temp table {RelationName.Quote(name)} ({definition})", cancel), cancel);
        _exists = true;
    }
}
