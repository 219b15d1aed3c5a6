using Sluice.EndToEnd.Harness;
using Sluice.EndToEnd.Workforce;

namespace Sluice.EndToEnd.Scenarios;

/// <summary>A scenario goes on from a checkpoint of another one; a rollback takes a database back to one.</summary>
public sealed class ForkTests
{
    [Fact]
    public async Task A_fork_keeps_the_years_before_and_builds_the_others_with_its_own_variables()
    {
        using var folder = await BuiltAsync();

        var call = (await folder.RunAsync("fork", "--from", "2026", "--scenario", "fast")).Ends(0);

        Assert.Equal(["2024|own|101", "2025|own|202", "2026|fast|606"], await PeopleAsync(folder, "toy.fast.duckdb"));
        Assert.Equal(["2024|own|101", "2025|own|202", "2026|own|404"], await PeopleAsync(folder, "toy.duckdb"));
        Assert.Equal(["2024|404", "2025|808", "2026|2424"], await Database.RowsAsync(folder.Path("toy.fast.duckdb"), "select year, pay from summary order by year"));
        Assert.Contains("fast stands at the checkpoint count[2025] of base and goes on from 2026", call.Error, StringComparison.Ordinal);
        Assert.Contains("forked from base", (await folder.RunAsync("plan", "--scenario", "fast")).Ends(0).Output, StringComparison.Ordinal);
        Assert.Contains("fork --from 2026", (await folder.RunAsync("runs", "--scenario", "fast")).Ends(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Years_before_a_fork_are_not_built_again_when_the_code_changes_but_on_demand()
    {
        using var folder = await BuiltAsync();
        (await folder.RunAsync("fork", "--from", "2026", "--scenario", "fast")).Ends(0);
        folder.Write("models/people.sql", folder.Read("models/people.sql").Replace("100 +", "200 +", StringComparison.Ordinal));

        (await folder.RunAsync("run", "--scenario", "fast")).Ends(0);
        Assert.Equal(["2024|own|101", "2025|own|202", "2026|fast|606"], await PeopleAsync(folder, "toy.fast.duckdb"));

        (await folder.RunAsync("run", "--scenario", "fast", "--force")).Ends(0);
        Assert.Equal(["2024|fast|201", "2025|fast|603", "2026|fast|1809"], await PeopleAsync(folder, "toy.fast.duckdb"));
    }

    [Fact]
    public async Task A_fork_can_be_forked_and_stand_still()
    {
        using var folder = await BuiltAsync();
        (await folder.RunAsync("fork", "--from", "2025", "--scenario", "fast")).Ends(0);

        (await folder.RunAsync("fork", "--of", "fast", "--from", "2026", "--scenario", "slow", "--no-run")).Ends(0);

        Assert.Equal(["2024|own|101", "2025|fast|303"], await PeopleAsync(folder, "toy.slow.duckdb"));
        (await folder.RunAsync("run", "--scenario", "slow")).Ends(0);
        Assert.Equal(["2024|own|101", "2025|fast|303", "2026|slow|303"], await PeopleAsync(folder, "toy.slow.duckdb"));
    }

    [Fact]
    public async Task What_cannot_be_forked_is_refused_and_nothing_is_written()
    {
        using var folder = await BuiltAsync();
        (await folder.RunAsync("run", "--scenario", "slow")).Ends(0);
        await Database.RowsAsync(folder.Path("toy.slow.duckdb"), "update people set pay = 1 where year = 2024");
        var texts = new List<string>();
        foreach (var arguments in new[]
        {
            "fork --scenario fast", "fork --from 2026", "fork --from 2024 --scenario fast", "fork --from 2027 --scenario fast",
            "fork --of slow --from 2026 --scenario fast", "fork --of fast --from 2026 --scenario fast", "fork --from 2026 --scenario slow",
        })
        {
            var call = (await folder.RunAsync(arguments.Split(' '))).Ends(2);
            texts.Add($"> sluice {arguments}\n{Masked.Text(call.Error, folder)}");
        }

        Golden.Check("forks-refused.txt", string.Join('\n', texts));
        Assert.False(File.Exists(folder.Path("toy.fast.duckdb")));
    }

    [Fact]
    public async Task A_fork_that_is_killed_leaves_the_scenario_as_it_was()
    {
        using var folder = await BuiltAsync();
        (await folder.RunAsync("run", "--scenario", "fast")).Ends(0);
        foreach (var point in new[] { "before-rollback:1", "after-rollback:1", "before-run-end:1" })
        {
            var killed = await folder.RunWithAsync(
                new Dictionary<string, string>(StringComparer.Ordinal) { ["SLUICE_CRASH_AT"] = point }, "fork", "--from", "2026", "--scenario", "fast", "--replace");

            Assert.NotEqual(0, killed.Exit);
            Assert.Equal(["2024|fast|101", "2025|fast|303", "2026|fast|909"], await PeopleAsync(folder, "toy.fast.duckdb"));
        }

        Assert.NotEmpty(Directory.EnumerateFiles(folder.Root, "*.fork-*"));
        (await folder.RunAsync("fork", "--from", "2026", "--scenario", "fast", "--replace")).Ends(0);
        Assert.Equal(["2024|own|101", "2025|own|202", "2026|fast|606"], await PeopleAsync(folder, "toy.fast.duckdb"));
        Assert.Empty(Directory.EnumerateFiles(folder.Root, "*.fork-*"));
    }

    [Theory]
    [InlineData("--to 2024")]
    [InlineData("--to 2025")]
    [InlineData("--to 2025 --stage grow")]
    public async Task What_was_rolled_back_is_built_again_as_it_was(string arguments)
    {
        using var folder = await BuiltAsync();
        File.Copy(folder.Database, folder.Path("before.duckdb"));

        (await folder.RunAsync(["rollback", .. arguments.Split(' ')])).Ends(0);

        var rows = await PeopleAsync(folder, "toy.duckdb");
        Assert.Equal(arguments.Contains("2024", StringComparison.Ordinal) ? ["2024|own|101"] : ["2024|own|101", "2025|own|202"], rows);
        Assert.Equal("1", await Database.ScalarAsync(folder.Database, $"select count(*) from per_year where year < {(arguments == "--to 2025" ? 2025 : 2026)}"));
        (await folder.RunAsync("run")).Ends(0);
        Assert.Empty(await DatabaseComparison.DifferencesAsync(folder.Path("before.duckdb"), folder.Database));
    }

    [Fact]
    public async Task A_rollback_to_what_is_gone_is_refused()
    {
        using var folder = await BuiltAsync();
        (await folder.RunAsync("rollback", "--to", "2024")).Ends(0);

        var call = (await folder.RunAsync("rollback", "--to", "2025")).Ends(2);

        Assert.Contains("error SLUICE3036: 2025 is not what its checkpoint found, or not complete, in base: main.people", call.Error, StringComparison.Ordinal);
        Assert.Contains(
            "error SLUICE3035: base has no checkpoint report[2024]", (await folder.RunAsync("rollback", "--to", "2024", "--stage", "report")).Ends(2).Error, StringComparison.Ordinal);
    }

    private static async Task<ProjectFolder> BuiltAsync()
    {
        var folder = ScenarioProjects.Staged();
        (await folder.RunAsync("run")).Ends(0);
        return folder;
    }

    private static Task<IReadOnlyList<string>> PeopleAsync(ProjectFolder folder, string file) =>
        Database.RowsAsync(folder.Path(file), "select distinct year, label, pay from people order by year");
}
