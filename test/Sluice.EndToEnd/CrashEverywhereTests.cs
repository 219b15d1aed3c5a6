using System.Text.Json;
using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd;

/// <summary><c>sluice test --crash-everywhere</c> kills a build of the user's own project at every commit.</summary>
public sealed class CrashEverywhereTests
{
    private const string Notes = "on-run-start: create table if not exists notes (word varchar)\n";

    [Fact]
    public async Task A_hook_outside_of_the_transaction_that_must_not_run_twice_is_named_with_what_it_leaves()
    {
        using var folder = Project("pre_hook={'sql': \"insert into notes values ('again')\", 'transaction': false}");

        var result = await folder.RunAsync("test", "--crash-everywhere", "--output", "json");

        result.Ends(1);
        using var told = JsonDocument.Parse(result.Output);
        var unsafeKills = told.RootElement.GetProperty("kills").EnumerateArray().Where(kill => !kill.GetProperty("safe").GetBoolean())
            .Select(kill => (kill.GetProperty("step").GetString(), kill.GetProperty("killed").GetString(), kill.GetProperty("differences")[0].GetString()));
        Assert.Equal([("model.toy.b", "before-commit", "\"main\".\"notes\": 0 rows missing, 1 rows too many")], unsafeKills);
    }

    [Fact]
    public async Task A_project_whose_hooks_are_part_of_the_transaction_is_safe_and_its_own_database_is_left_alone()
    {
        using var folder = Project("pre_hook=\"insert into notes values ('once')\"");

        var result = await folder.RunAsync("test", "--crash-everywhere");

        result.Ends(0);
        Assert.Contains("2 kills, 1 of 1 step safe", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.Database));
    }

    [Fact]
    public async Task A_limit_bounds_the_kills_and_is_told()
    {
        using var folder = Project("tags=[]").Write("models/a.sql", "{{ config(materialized='table') }}\nselect 1 as id\n");

        var result = await folder.RunAsync("test", "--crash-everywhere", "--limit", "2");

        Assert.Contains("2 kills, 1 of 1 step safe; stopped at the limit", result.Ends(0).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/somewhere/else.duckdb")]
    [InlineData("../else.duckdb")]
    public async Task A_database_that_would_not_be_a_copy_is_refused(string path)
    {
        using var folder = Project("tags=[]");
        folder.Write("profiles.yml", folder.Read("profiles.yml").Replace("toy.duckdb", path, StringComparison.Ordinal));

        var result = await folder.RunAsync("test", "--crash-everywhere");

        Assert.Contains($"SLUICE5080: the project cannot be killed in a copy: the database {path} does not lie in its folder", result.Ends(2).Error, StringComparison.Ordinal);
    }

    private static ProjectFolder Project(string config)
    {
        var folder = ProjectFolder.Toy(
            ("models/b.sql", "{{ config(materialized='table', " + config + ") }}\nselect 1 as id\n"));
        return folder.Write("dbt_project.yml", folder.Read("dbt_project.yml") + Notes);
    }
}
