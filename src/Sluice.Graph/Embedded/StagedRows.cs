using Sluice.DuckDb;

namespace Sluice.Graph;

/// <summary>The rows of a load in a temporary table, from which they are merged as a set. Where there are none, there is no table.</summary>
/// <param name="connection">The graph's connection.</param>
/// <param name="element">What is loaded.</param>
/// <param name="arePlaced">True where the rows have been compared with what is loaded: each says what that is.</param>
internal sealed class StagedRows(DuckDbConnection connection, GraphElement element, bool arePlaced)
{
    private bool _exists;

    /// <summary>Rows that are to be merged.</summary>
    internal long Count { get; private set; }

    /// <summary>True where each row says what is loaded of it, in <see cref="GraphTables.LoadedRow"/> and <see cref="GraphTables.LoadedHash"/>.</summary>
    internal bool ArePlaced => arePlaced;

    /// <summary>True where some may be there with other properties.</summary>
    internal bool MayUpdate { get; private set; } = !arePlaced;

    /// <summary>True where some may not be there.</summary>
    internal bool MayCreate { get; private set; } = !arePlaced;

    /// <summary>True where some are as they were and their query gave them otherwise.</summary>
    internal bool MayNote { get; private set; }

    internal async Task AppendAsync(IAsyncEnumerable<GraphRow> rows, CancellationToken cancellationToken)
    {
        DuckDbAppender? appender = null;
        try
        {
            await foreach (var row in rows.WithCancellation(cancellationToken))
            {
                appender ??= await BeginAsync(cancellationToken);
                Append(appender, row);
                Count++;
            }

            appender?.Complete();
        }
        finally
        {
            appender?.Dispose();
        }
    }

    /// <summary>Takes out the rows that a query gives the numbers of.</summary>
    internal async Task TakeOutAsync(string numbers, CancellationToken cancellationToken) =>
        Count -= await connection.ExecuteAsync($"delete from {GraphTables.Staging} where {GraphTables.Number} in (select {GraphTables.Number} from ({numbers}))", cancellationToken);

    internal async Task EndAsync(CancellationToken cancellationToken)
    {
        if (_exists)
        {
            await connection.ExecuteAsync($"drop table {GraphTables.Staging}", cancellationToken);
        }
    }

    private async Task<DuckDbAppender> BeginAsync(CancellationToken cancellationToken)
    {
        var columns = GraphTables.ColumnsOf(element).Select(column => $"{SqlText.Quote(column.Name)} {column.Type}");
        var loaded = arePlaced ? $", {GraphTables.LoadedRow} BIGINT, {GraphTables.LoadedHash} BIGINT" : "";
        await connection.ExecuteAsync(
            $"create or replace temp table {GraphTables.StagingName} ({GraphTables.Number} BIGINT, {string.Join(", ", columns)}{loaded})", cancellationToken);
        _exists = true;
        return connection.CreateAppender(GraphTables.StagingName, schema: "main", catalog: "temp");
    }

    private void Append(DuckDbAppender appender, in GraphRow row)
    {
        appender.Append(row.Number);
        foreach (var value in row.Values)
        {
            Append(appender, value);
        }

        appender.Append(row.Hash);
        appender.Append(row.Source);
        if (arePlaced)
        {
            appender.Append(row.Loaded?.Row);
            appender.Append(row.Loaded?.Hash);
            Look(row);
        }

        appender.EndRow();
    }

    private void Look(in GraphRow row)
    {
        if (row.Loaded is not { } loaded)
        {
            MayCreate = true;
        }
        else if (loaded.Hash != row.Hash)
        {
            MayUpdate = true;
        }
        else
        {
            MayNote |= !loaded.IsSame;
        }
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
}
