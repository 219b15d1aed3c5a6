using Sluice.DuckDb;

namespace Sluice.Graph;

/// <summary>Statements of which only the number of rows matters.</summary>
internal static class ConnectionStatements
{
    /// <summary>Runs statements; gives the rows that they wrote.</summary>
    internal static async Task<int> ExecuteAsync(this DuckDbConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand(sql);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The number that a query gives.</summary>
    internal static async Task<long> CountAsync(this DuckDbConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
