using System.Data.Common;
using Sluice.DuckDb;

namespace Sluice.EndToEnd.Harness;

/// <summary>Looks into a database file that no process holds.</summary>
internal static class Database
{
    /// <summary>The rows of a query, each as its values joined by <c>|</c>.</summary>
    internal static async Task<IReadOnlyList<string>> RowsAsync(string path, string sql)
    {
        await using var connection = new DuckDbConnection($"Data Source={path}");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using DbDataReader reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(column => reader.IsDBNull(column) ? "NULL" : Convert.ToString(reader.GetValue(column), System.Globalization.CultureInfo.InvariantCulture))));
        }

        return rows;
    }

    internal static async Task<string> ScalarAsync(string path, string sql) => (await RowsAsync(path, sql))[0];
}
