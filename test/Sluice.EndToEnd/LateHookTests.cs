using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd;

/// <summary>Hooks behind the commit: they run at least once, and the rows are written exactly once.</summary>
public sealed class LateHookTests
{
    [Fact]
    public async Task A_hook_that_failed_behind_the_commit_is_made_up_for_without_writing_the_rows_again()
    {
        using var folder = Project();
        var failed = await folder.RunAsync("run");
        Assert.Contains("Table with name late does not exist", failed.Ends(1).Error, StringComparison.Ordinal);

        var plan = await folder.RunAsync("plan");
        (await folder.RunAsync("run-operation", "prepare")).Ends(0);
        (await folder.RunAsync("run")).Ends(0);

        Assert.Contains("a hook after its commit did not finish", plan.Ends(0).Output, StringComparison.Ordinal);
        Assert.Equal("1", await Database.ScalarAsync(folder.Database, "select count(*) from events"));
        Assert.Equal("1", await Database.ScalarAsync(folder.Database, "select count(*) from late"));
        Assert.Contains("0 steps to run", (await folder.RunAsync("plan")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task So_is_one_that_a_kill_kept_from_running()
    {
        using var folder = Project();
        (await folder.RunAsync("run-operation", "prepare")).Ends(0);
        await folder.RunWithAsync(new Dictionary<string, string> { ["SLUICE_CRASH_AT"] = "after-commit:1" }, "run");
        Assert.Equal(("1", "0"), (await CountAsync(folder, "events"), await CountAsync(folder, "late")));

        (await folder.RunAsync("resume")).Ends(0);

        Assert.Equal(("1", "1"), (await CountAsync(folder, "events"), await CountAsync(folder, "late")));
    }

    private static Task<string> CountAsync(ProjectFolder folder, string table) => Database.ScalarAsync(folder.Database, $"select count(*) from {table}");

    // An append, so that building it once more would show.
    private static ProjectFolder Project() => ProjectFolder.Toy(
        ("sluice.yml", "name: toy\n"),
        ("macros/prepare.sql", "{% macro prepare() %}{% do run_query('create table late (n integer)') %}{% endmacro %}\n"),
        ("models/events.sql", """
            {{ config(materialized='incremental', incremental_strategy='append',
                      post_hook={'sql': 'insert into late select count(*) from {{ this }}', 'transaction': false}) }}
            select 1 as id

            """));
}
