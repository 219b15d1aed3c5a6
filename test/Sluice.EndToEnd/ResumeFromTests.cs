using Sluice.EndToEnd.Harness;
using Sluice.EndToEnd.Scenarios;

namespace Sluice.EndToEnd;

/// <summary>What <c>resume</c> does where the data is not what the stopped run left, or is to be built again.</summary>
public sealed class ResumeFromTests
{
    private const string Rows = "select year, any_value(label), sum(pay)::bigint from people group by year order by year";

    private static readonly string[] Whole = ["2024|own|404", "2025|own|808", "2026|own|1616"];

    [Fact]
    public async Task Data_that_was_changed_since_is_named_and_nothing_is_overwritten()
    {
        using var folder = await StoppedIn2026Async();
        await Database.RowsAsync(folder.Database, "update people set pay = 0 where year = 2025 and id = 1");

        var call = (await folder.RunAsync("resume")).Ends(2);

        Assert.Contains("error SLUICE3030: CheckpointCorruption: main.people[2025] is not what the checkpoint count[2025] found", call.Error, StringComparison.Ordinal);
        Assert.Contains("`sluice resume --from 2025`", call.Error, StringComparison.Ordinal);
        Assert.Equal(["2024|own|404", "2025|own|606"], await Database.RowsAsync(folder.Database, Rows));
    }

    [Fact]
    public async Task From_a_partition_on_everything_is_built_again_and_nothing_before_it()
    {
        using var folder = await StoppedIn2026Async();
        await Database.RowsAsync(folder.Database, "update people set pay = 0 where year = 2025 and id = 1");
        var before = await MarkersAsync(folder, "2024");

        (await folder.RunAsync("resume", "--from", "2025")).Ends(0);

        Assert.Equal(Whole, await Database.RowsAsync(folder.Database, Rows));
        Assert.Equal(before, await MarkersAsync(folder, "2024"));
    }

    [Fact]
    public async Task By_force_all_of_the_run_is_built_again()
    {
        using var folder = await StoppedIn2026Async();
        await Database.RowsAsync(folder.Database, "update people set pay = 0 where year = 2024 and id = 1");
        var before = await MarkersAsync(folder, "2024");

        (await folder.RunAsync("resume", "--force")).Ends(0);

        Assert.Equal(Whole, await Database.RowsAsync(folder.Database, Rows));
        Assert.Empty(before.Intersect(await MarkersAsync(folder, "2024")));
    }

    [Fact]
    public async Task Years_of_the_old_code_are_never_read_by_years_of_the_new()
    {
        using var folder = await StoppedIn2026Async();
        folder.Write("models/people.sql", folder.Read("models/people.sql").Replace("100 +", "200 +", StringComparison.Ordinal));

        var call = (await folder.RunAsync("resume")).Ends(0);

        Assert.Equal(["2024|own|804", "2025|own|1608", "2026|own|3216"], await Database.RowsAsync(folder.Database, Rows));
        Assert.Contains("people", call.Error, StringComparison.Ordinal);
    }

    // Commits of a year: people, per_year, and the gate.
    private static async Task<ProjectFolder> StoppedIn2026Async()
    {
        var folder = ScenarioProjects.Staged();
        var killed = await folder.RunWithAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["SLUICE_CRASH_AT"] = "before-commit:5" }, "run", "--threads", "1");
        Assert.True(killed.Exit > 128, $"expected a kill, got exit {killed.Exit}\n{killed.Error}");
        Assert.Equal(Whole[..2], await Database.RowsAsync(folder.Database, Rows));
        return folder;
    }

    private static Task<IReadOnlyList<string>> MarkersAsync(ProjectFolder folder, string partition) =>
        Database.RowsAsync(folder.Database, $"select asset, committed_at::varchar from sluice.commits where partition = '{partition}' and relation_name <> '' order by all");
}
