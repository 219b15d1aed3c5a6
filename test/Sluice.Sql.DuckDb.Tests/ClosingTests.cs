using System.Globalization;

namespace Sluice.Sql.DuckDb.Tests;

public sealed class ClosingTests
{
    [Fact]
    public async Task A_small_log_is_moved_without_tables_of_symbols() =>
        Assert.DoesNotContain("FSST", await CompressionsAsync(rows: 3_000));

    [Fact]
    public async Task A_large_log_is_moved_with_them() =>
        Assert.Contains("FSST", await CompressionsAsync(rows: 70_000));

    [Fact]
    public async Task Who_chooses_how_to_compress_has_it_so() =>
        Assert.Contains("FSST", await CompressionsAsync(rows: 3_000, target => target.Settings.Add(new("disabled_compression_methods", "rle"))));

    // How the strings of a table are kept that was written, in lines of 260 bytes, and closed.
    private static async Task<string[]> CompressionsAsync(int rows, Action<Workbench.TargetSettings>? change = null)
    {
        await using var bench = await Workbench.OpenAsync(change);
        await bench.ExecuteAsync("create table texts (text varchar)");
        await bench.ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"insert into texts select repeat('the proposed effort will model ', 8) || i || ' and ' || i * 7919 from range({rows}) as r(i)"));
        await bench.Adapter.DisposeAsync();
        await using var again = await Workbench.OpenAsync(bench.Folder);
        return await again.RowsAsync("select distinct compression from pragma_storage_info('texts') where segment_type = 'VARCHAR'");
    }
}
