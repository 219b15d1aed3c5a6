using System.Text.Json;
using System.Text.RegularExpressions;
using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd.Scenarios;

/// <summary>Scenarios run side by side in one process, and nothing of one is seen in another.</summary>
public sealed class ScenarioRunTests
{
    [Fact]
    public async Task Every_scenario_has_a_database_a_state_and_results_of_its_own()
    {
        using var folder = ScenarioProjects.Growth();

        (await folder.RunAsync("run", "--scenario", "all", "--parallel", "3")).Ends(0);

        Assert.Equal(["2024|own|101", "2025|own|202", "2026|own|404"], await PeopleAsync(folder, "toy.duckdb"));
        Assert.Equal(["2024|fast|101", "2025|fast|303", "2026|fast|909"], await PeopleAsync(folder, "toy.fast.duckdb"));
        Assert.Equal(["2024|slow|101", "2025|slow|101", "2026|slow|101"], await PeopleAsync(folder, "toy.slow.duckdb"));
        Assert.All(
            ["target/run_results.json", "target/fast/run_results.json", "target/slow/reports/summary.csv", ".sluice/state.db", ".sluice/scenarios/fast/state.db"],
            file => Assert.True(File.Exists(folder.Path(file)), file));
        Assert.Equal("year,people,pay\n2024,4,404\n2025,4,1212\n2026,4,3636\n", folder.Read("target/fast/reports/summary.csv"));
    }

    [Fact]
    public async Task The_summary_has_a_row_for_each_scenario_and_the_last_row_of_the_printed_report()
    {
        using var folder = ScenarioProjects.Growth();

        var call = (await folder.RunAsync("run", "--scenario", "base,fast")).Ends(0);

        // How wide the column of times is depends on the machine.
        Golden.Check("two-scenarios.txt", Regex.Replace(Regex.Replace(Masked.Text(call.Output, folder), "-+", "-"), " +", " "));
        Assert.Contains("[fast] ", call.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scenario_that_fails_leaves_the_others_alone_and_makes_the_exit_code_one()
    {
        using var folder = ScenarioProjects.Growth()
            .Write("scenarios/broken.yml", "vars: { label: \"'||nonsense||'\" }\n");

        var call = (await folder.RunAsync("run", "--scenario", "broken,fast", "--parallel", "2", "--output", "json")).Ends(1);

        using var json = JsonDocument.Parse(call.Output);
        Assert.Equal(["broken failed", "fast succeeded"], json.RootElement.EnumerateArray().Select(item => $"{item.GetProperty("scenario")} {item.GetProperty("status")}"));
        Assert.Equal("4", await Database.ScalarAsync(folder.Path("toy.fast.duckdb"), "select count(*) from people where year = 2026"));
    }

    [Fact]
    public async Task A_model_cannot_reach_the_database_of_another_scenario()
    {
        // The second run asks for everything that the process can see.
        using var folder = ScenarioProjects.Growth()
            .Write("models/leak.sql", "{{ config(materialized='table') }}\nselect distinct database_name as name from duckdb_databases() where not internal\n")
            .Write("models/settings.sql", "{{ config(materialized='table') }}\nselect '{{ var(\"label\") }}' as label, '{{ target.path }}' as path, '{{ target.database }}' as catalog\n")
            .Write("models/temporary.sql", "{{ config(materialized='table', pre_hook=\"create or replace temp table mine as select '{{ var('label') }}' as label\") }}\nselect (select label from mine) as label, (select count(*) from duckdb_tables() where temporary and table_name = 'mine') as tables\n");

        (await folder.RunAsync("run", "--scenario", "all", "--parallel", "3")).Ends(0);

        foreach (var (file, label) in new[] { ("toy.duckdb", "own"), ("toy.fast.duckdb", "fast"), ("toy.slow.duckdb", "slow") })
        {
            Assert.Equal(["toy"], await Database.RowsAsync(folder.Path(file), "select name from leak"));
            Assert.Equal($"{label}|{file}|toy", await Database.ScalarAsync(folder.Path(file), "select * from settings"));
            Assert.Equal($"{label}|1", await Database.ScalarAsync(folder.Path(file), "select * from temporary"));
        }
    }

    [Fact]
    public async Task A_database_that_all_scenarios_would_write_to_is_refused()
    {
        using var folder = ScenarioProjects.Growth()
            .Write("profiles.yml", "toy: { target: dev, outputs: { dev: { type: duckdb, path: toy.duckdb, attach: [{ path: shared.duckdb }] } } }\n");

        var call = (await folder.RunAsync("run", "--scenario", "fast")).Ends(2);

        Assert.Contains("error SLUICE2244: every scenario would write to the attached database `shared.duckdb`", call.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plan")]
    [InlineData("ls")]
    [InlineData("compile")]
    [InlineData("runs")]
    public async Task Every_command_takes_a_scenario(string command)
    {
        using var folder = ScenarioProjects.Growth();

        (await folder.RunAsync(command, "--scenario", "fast")).Ends(0);

        Assert.False(File.Exists(folder.Path("target/manifest.json")), "the results of the scenario lie in a folder of their own");
    }

    [Fact]
    public async Task A_failed_scenario_is_resumed_in_its_own_database()
    {
        using var folder = ScenarioProjects.Growth()
            .Write("models/late.sql", "{{ config(materialized='table') }}\nselect error('not yet') as x from {{ ref('summary') }}\n");
        (await folder.RunAsync("run", "--scenario", "fast")).Ends(1);
        folder.Write("models/late.sql", "{{ config(materialized='table') }}\nselect count(*) as x from {{ ref('summary') }}\n");

        (await folder.RunAsync("resume", "--scenario", "fast")).Ends(0);

        Assert.Equal("3", await Database.ScalarAsync(folder.Path("toy.fast.duckdb"), "select x from late"));
        Assert.False(File.Exists(folder.Database));
        (await folder.RunAsync("resume")).Ends(2);
    }

    [Fact]
    public async Task Scenarios_are_listed_with_what_they_change()
    {
        using var folder = ScenarioProjects.Growth();
        (await folder.RunAsync("run", "--scenario", "fast")).Ends(0);

        var call = (await folder.RunAsync("scenarios")).Ends(0);

        Golden.Check("scenarios.txt", Regex.Replace(call.Output, @"\d{4}-\d\d-\d\d \d\d:\d\d", "<moment........>"));
    }

    private static Task<IReadOnlyList<string>> PeopleAsync(ProjectFolder folder, string file) =>
        Database.RowsAsync(folder.Path(file), "select distinct year, label, pay from people order by year");
}
