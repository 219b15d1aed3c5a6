using Sluice.DuckDb;
using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd.Workforce;

/// <summary>Compares the tables of two databases cell by cell.</summary>
internal static class DatabaseComparison
{
    /// <summary>The names of the tables that differ in a row, or exist in one database only.</summary>
    internal static async Task<IReadOnlyList<string>> DifferencesAsync(string first, string second)
    {
        // Copies: another test may be reading the same file in this process, and DuckDB attaches a file once.
        using var copies = ProjectFolder.Empty();
        File.Copy(first, copies.Path("a.duckdb"));
        File.Copy(second, copies.Path("b.duckdb"));
        await using var connection = new DuckDbConnection("Data Source=:memory:");
        await connection.OpenAsync();
        await ExecuteAsync(connection, $"attach '{copies.Path("a.duckdb")}' as a (read_only)");
        await ExecuteAsync(connection, $"attach '{copies.Path("b.duckdb")}' as b (read_only)");
        var ours = await TablesAsync(connection, "a");
        var theirs = await TablesAsync(connection, "b");
        Assert.NotEmpty(ours);

        var different = ours.Except(theirs, StringComparer.Ordinal).Concat(theirs.Except(ours, StringComparer.Ordinal)).ToList();
        foreach (var table in ours.Intersect(theirs, StringComparer.Ordinal))
        {
            var rows = await ScalarAsync(
                connection,
                $"""
                select (select count(*) from (from a.main."{table}" except all from b.main."{table}"))
                     + (select count(*) from (from b.main."{table}" except all from a.main."{table}"))
                """);
            if (rows is not "0")
            {
                different.Add(table);
            }
        }

        return different;
    }

    private static async Task<List<string>> TablesAsync(DuckDbConnection connection, string database)
    {
        var names = await ScalarAsync(
            connection,
            $"select string_agg(table_name, ',' order by table_name) from duckdb_tables() where database_name = '{database}' and schema_name = 'main'");
        return [.. names.Split(',', StringSplitOptions.RemoveEmptyEntries)];
    }

    private static async Task ExecuteAsync(DuckDbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> ScalarAsync(DuckDbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture) ?? "";
    }
}
