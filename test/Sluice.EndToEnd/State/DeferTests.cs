using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd.State;

/// <summary><c>--defer</c>: what is neither selected nor built here is read where an earlier state has it.</summary>
public sealed class DeferTests
{
    private const string Profiles = """
        toy:
          target: dev
          outputs:
            dev: { type: duckdb, path: toy.duckdb, schema: dev, threads: 2 }
            prod: { type: duckdb, path: toy.duckdb, schema: prod, threads: 2 }
            other: { type: duckdb, path: other.duckdb, threads: 2 }

        """;

    // Built in the schema `prod`, and its artifacts kept in the folder `state`.
    private static async Task<ProjectFolder> BuiltAsync(string target = "prod")
    {
        var folder = ProjectFolder.Toy(
            ("profiles.yml", Profiles),
            ("models/a.sql", "select '{{ target.name }}' as made\n"),
            ("models/between.sql", "{{ config(materialized='ephemeral') }}\nselect * from {{ ref('a') }}\n"),
            ("models/b.sql", "{{ config(materialized='table') }}\nselect made || ' read by {{ target.name }}' as made from {{ ref('between') }}\n"));
        (await folder.RunAsync("build", "--target", target)).Ends(0);
        Directory.Move(folder.Path("target"), folder.Path("state"));
        return folder;
    }

    [Fact]
    public async Task What_is_not_built_here_is_read_from_the_state()
    {
        using var folder = await BuiltAsync();

        (await folder.RunAsync("run", "--select", "b", "--defer", "--state", "state")).Ends(0);

        Assert.Equal("prod read by dev", await MadeAsync(folder));
    }

    [Fact]
    public async Task What_is_built_here_is_read_here()
    {
        using var folder = await BuiltAsync();
        (await folder.RunAsync("run", "--select", "a")).Ends(0);

        (await folder.RunAsync("run", "--select", "b", "--defer", "--state", "state")).Ends(0);

        Assert.Equal("dev read by dev", await MadeAsync(folder));
    }

    [Fact]
    public async Task What_is_selected_is_read_here()
    {
        using var folder = await BuiltAsync();

        (await folder.RunAsync("run", "--defer", "--favor-state", "--state", "state")).Ends(0);

        Assert.Equal("dev read by dev", await MadeAsync(folder));
    }

    [Fact]
    public async Task With_favor_state_what_is_not_selected_is_read_from_the_state_though_it_is_built_here()
    {
        using var folder = await BuiltAsync();
        (await folder.RunAsync("run", "--select", "a")).Ends(0);

        (await folder.RunWithAsync(
            new Dictionary<string, string> { ["DBT_DEFER"] = "1", ["DBT_FAVOR_STATE"] = "true", ["DBT_STATE"] = "state" }, "run", "--select", "b")).Ends(0);

        Assert.Equal("prod read by dev", await MadeAsync(folder));
    }

    [Fact]
    public async Task Defer_state_is_another_folder_than_the_one_that_is_compared_with()
    {
        using var folder = await BuiltAsync();
        (await folder.RunAsync("parse", "--target-path", "now")).Ends(0);
        folder.Write("models/b.sql", "{{ config(materialized='table') }}\nselect 'changed, ' || made as made from {{ ref('a') }}\n");

        (await folder.RunAsync("run", "--select", "state:modified", "--defer", "--state", "now", "--defer-state", "state")).Ends(0);

        Assert.Equal("changed, prod", await MadeAsync(folder));
    }

    [Fact]
    public async Task Compiled_sql_names_the_relation_of_the_state()
    {
        using var folder = await BuiltAsync();

        var result = await folder.RunAsync("compile", "--inline", "select * from {{ ref('a') }}", "--defer", "--state", "state");

        Assert.Equal("select * from \"toy\".\"prod\".\"a\"\n", result.Ends(0).Output);
    }

    [Fact]
    public async Task A_state_in_a_database_that_is_not_attached_says_what_to_attach()
    {
        using var folder = await BuiltAsync("other");

        var result = await folder.RunAsync("run", "--select", "b", "--defer", "--state", "state");

        Golden.Check("a-state-that-is-not-attached.txt", Masked.Text(result.Ends(2).Error, folder));
    }

    [Fact]
    public async Task Defer_without_a_state_is_wrong_usage()
    {
        using var folder = ProjectFolder.Toy(("models/a.sql", "select 1 as id\n"));

        Golden.Check("defer-without-a-state.txt", Masked.Text((await folder.RunAsync("run", "--defer")).Ends(2).Error, folder));
        Golden.Check("a-state-folder-that-is-not-there.txt", Masked.Text((await folder.RunAsync("run", "--defer", "--state", "nowhere")).Ends(2).Error, folder));
        Golden.Check("a-state-without-a-manifest.txt", Masked.Text((await folder.RunAsync("run", "--defer", "--state", "models")).Ends(2).Error, folder));
    }

    private static async Task<string> MadeAsync(ProjectFolder folder) =>
        await Database.ScalarAsync(folder.Database, "select made from dev.b");
}
