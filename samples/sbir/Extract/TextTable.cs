namespace Sbir.Extract;

/// <summary>An ordinary CSV file, all of whose columns are read as text.</summary>
internal static class TextTable
{
    internal static string SelectSql(string path) =>
        $"select * from read_csv('{path.Replace("'", "''", StringComparison.Ordinal)}', header = true, all_varchar = true, delim = ',', quote = '\"', escape = '\"')";
}
