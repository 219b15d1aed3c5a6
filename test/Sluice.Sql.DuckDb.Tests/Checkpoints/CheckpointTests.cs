using Sluice.DuckDb;
using Sluice.Runs;

namespace Sluice.Sql.DuckDb.Tests.Checkpoints;

public sealed class CheckpointTests
{
    [Theory]
    [InlineData("update a set name = 'other' where year = 2025 and id = 2")]
    [InlineData("update a set name = case id when 1 then 'n2' when 2 then 'n1' else name end where year = 2025")]
    [InlineData("update a set name = null where year = 2025 and id = 2")]
    [InlineData("insert into a select * from a where year = 2025 and id = 2")]
    [InlineData("insert into a select * from a where year = 2025")]
    [InlineData("delete from a where year = 2025 and id = 2")]
    public async Task Rows_that_were_changed_behind_our_back_are_found_with_table_and_partition(string change)
    {
        await using var bench = await CheckpointBench.OpenAsync();
        await bench.BuildAsync("a", "2025");
        await bench.BuildAsync("a", "2026");
        await bench.TakeAsync("first", "2025");
        await bench.TakeAsync("first", "2026");
        var before = await bench.FindAsync();

        await bench.Bench.RowsAsync(change);
        var found = await bench.FindAsync();

        Assert.Empty(before);
        var error = Assert.Single(found);
        Assert.Equal("SLUICE3030", error.Code);
        Assert.Contains("CheckpointCorruption: main.a[2025] is not what the checkpoint first[2025] found: expected 4 rows", error.Message, StringComparison.Ordinal);
        Assert.Contains($"found {(await bench.Bench.RowsAsync("select count(*) from a where year = 2025"))[0]} rows", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_order_of_rows_does_not_matter()
    {
        await using var bench = await CheckpointBench.OpenAsync();
        await bench.BuildAsync("a", "2025");
        await bench.TakeAsync("first", "2025");

        await bench.Bench.RowsAsync("create table shuffled as from a order by id desc; delete from a; insert into a from shuffled");

        Assert.Equal("3", (await bench.Bench.RowsAsync("select id from a limit 1"))[0]);
        Assert.Empty(await bench.FindAsync());
    }

    [Fact]
    public async Task What_another_partition_does_to_the_columns_is_no_change()
    {
        await using var bench = await CheckpointBench.OpenAsync();
        await bench.BuildAsync("a", "2025");
        await bench.TakeAsync("first", "2025");

        await bench.Bench.RowsAsync("alter table a add column added varchar; alter table a alter column id type hugeint");

        Assert.Empty(await bench.FindAsync());
    }

    [Fact]
    public async Task What_was_built_again_since_is_no_change_and_what_is_built_again_is_not_looked_at()
    {
        await using var bench = await CheckpointBench.OpenAsync("select {{ partition }} as year, random() as id, 'x' as name");
        await bench.BuildAsync("a", "2025");
        await bench.BuildAsync("a", "2026");
        await bench.TakeAsync("first", "2025");
        await bench.TakeAsync("first", "2026");

        await bench.BuildAsync("a", "2025");
        await bench.Bench.RowsAsync("update a set name = 'y' where year = 2026");

        Assert.Single(await bench.FindAsync());
        Assert.Empty(await bench.FindAsync(step => step.Partition.Text == "2026"));
    }

    [Fact]
    public async Task A_checkpoint_that_was_changed_itself_is_found()
    {
        await using var bench = await CheckpointBench.OpenAsync();
        await bench.BuildAsync("a", "2025");
        await bench.TakeAsync("first", "2025");

        var taken = bench.Taken[0];
        var table = taken.Checkpoint.Tables[0];
        bench.Taken[0] = taken with { Checkpoint = taken.Checkpoint with { Tables = [table with { Rows = 5 }] } };

        Assert.Equal("SLUICE3031", Assert.Single(await bench.FindAsync()).Code);
    }

    [Fact]
    public async Task A_checkpoint_holds_all_stages_until_its_own_and_is_taken_once()
    {
        await using var bench = await CheckpointBench.OpenAsync();
        await bench.BuildAsync("a", "2025");
        await bench.BuildAsync("b", "2025");

        var first = await bench.TakeAsync("first", "2025");
        var second = await bench.TakeAsync("second", "2025");
        var again = await bench.TakeAsync("second", "2025");

        Assert.Equal(["main.a"], first.Tables.Select(table => table.Relation));
        Assert.Equal(["main.a", "main.b"], second.Tables.Select(table => table.Relation));
        Assert.Equal(second.Hash, again.Hash);
        Assert.Equal(2, bench.Taken.Count);
    }

    [Fact]
    public async Task Registries_are_kept_as_json_once_for_the_same_rows()
    {
        await using var bench = await CheckpointBench.OpenAsync();
        await bench.BuildAsync("a", "2025");

        var first = await bench.TakeAsync("first", "2025");
        await bench.BuildAsync("b", "2025");
        var second = await bench.TakeAsync("second", "2025");

        Assert.Equal(("people", 4L), (first.Registries[0].Name, first.Registries[0].Rows));
        Assert.Contains("b does not exist", first.Registries[1].Problem, StringComparison.Ordinal);
        Assert.Null(first.Registries[1].File);
        Assert.Equal(first.Registries[0], second.Registries[0]);
        Assert.Null(second.Registries[1].Problem);
        Assert.Equal(2, Directory.GetFiles(bench.Registries).Length);
        Assert.Equal("0 n0, 1 n1, 2 n2, 3 n3", ReadRegistry(bench, first.Registries[0]));
    }

    private static string ReadRegistry(CheckpointBench bench, CheckpointRegistry registry)
    {
        using var connection = new DuckDbConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"select string_agg(id || ' ' || name, ', ' order by id) from read_json('{Path.Combine(bench.Registries, registry.File!)}', format = 'array')";
        return (string)command.ExecuteScalar()!;
    }
}
