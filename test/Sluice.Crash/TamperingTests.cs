using Sluice.Cli.Crashing;
using Sluice.DuckDb;

namespace Sluice.Crash;

public sealed class TamperingTests
{
    [Fact]
    public async Task A_table_that_was_changed_behind_our_back_is_named_with_its_partition_and_nothing_is_overwritten()
    {
        using var project = new ToyProject(limit: 1_000_000);
        using var folder = new ScratchProject(project.Root, ScratchParts.Sources);
        var built = await folder.CallAsync(["run"]);
        await ReadAsync(folder, "update growth set amount = 7 where year = 2025 and id = 1");
        var before = await ReadAsync(folder, "select year, id, amount from growth order by all");
        project.GrowBy(3);
        File.Copy(Path.Combine(project.Root, "models", "growth.sql"), Path.Combine(folder.Root, "models", "growth.sql"), overwrite: true);

        var refused = await folder.CallAsync(["run"]);

        Assert.True(built.Exit == 0, built.Said);
        Assert.True(refused.Exit is 1 or 2, refused.Said);
        Assert.Matches("SLUICE3030: CheckpointCorruption: .*growth.* is not what the checkpoint .*2025.* found: expected .+, found .+; nothing was overwritten", refused.Said);
        Assert.Equal(before, await ReadAsync(folder, "select year, id, amount from growth order by all"));
    }

    private static async Task<IEnumerable<string>> ReadAsync(ScratchProject folder, string sql)
    {
        await using var connection = new DuckDbConnection($"Data Source={folder.Database}");
        await connection.OpenAsync();
        return [.. (await TableComparison.ReadAsync(connection, sql, CancellationToken.None)).Select(row => string.Join('|', row))];
    }
}
