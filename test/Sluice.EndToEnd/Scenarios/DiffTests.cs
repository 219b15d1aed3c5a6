using System.Text.Json;
using Sluice.EndToEnd.Harness;
using Sluice.EndToEnd.Workforce;

namespace Sluice.EndToEnd.Scenarios;

/// <summary>What two scenarios have built, laid side by side.</summary>
public sealed class DiffTests
{
    [Fact]
    public async Task Rows_are_compared_by_key_and_figures_by_partition()
    {
        using var folder = ScenarioProjects.Growth();
        (await folder.RunAsync("run", "--scenario", "base,fast")).Ends(0);

        var call = (await folder.RunAsync("diff", "base", "fast")).Ends(0);

        Golden.Check("diff.txt", call.Output);
    }

    [Fact]
    public async Task The_same_as_csv_has_a_line_for_each_number()
    {
        using var folder = ScenarioProjects.Growth();
        (await folder.RunAsync("run", "--scenario", "base,fast")).Ends(0);

        Golden.Check("diff.csv", (await folder.RunAsync("diff", "base", "fast", "--output", "csv", "--select", "people", "per_year")).Ends(0).Output);
    }

    [Fact]
    public async Task Rows_that_one_side_lacks_are_counted_apart_from_those_that_changed()
    {
        using var folder = ScenarioProjects.Growth();
        (await folder.RunAsync("run", "--scenario", "base,slow")).Ends(0);
        await Database.RowsAsync(folder.Path("toy.slow.duckdb"), "delete from people where id = 1 and year = 2024");
        await Database.RowsAsync(folder.Path("toy.slow.duckdb"), "update people set label = 'own', pay = 101 where id = 2 and year = 2024");

        using var json = JsonDocument.Parse((await folder.RunAsync("diff", "base", "slow", "--select", "people", "--output", "json")).Ends(0).Output);

        var first = json.RootElement.GetProperty("models")[0].GetProperty("partitions")[0];
        Assert.Equal("2024 2 1 0", $"{first.GetProperty("partition")} {first.GetProperty("changed")} {first.GetProperty("only_a")} {first.GetProperty("only_b")}");
    }

    [Fact]
    public async Task A_key_that_is_not_unique_compares_whole_rows_and_says_so()
    {
        using var folder = ScenarioProjects.Growth();
        (await folder.RunAsync("run", "--scenario", "base,fast")).Ends(0);

        var call = (await folder.RunAsync("diff", "base", "fast", "--select", "people", "--key", "people=year")).Ends(0);

        Assert.Contains("year is not unique: whole rows are compared", call.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Views_are_compared_by_their_rows()
    {
        using var folder = ScenarioProjects.Growth().Write("models/seen.sql", "{{ config(materialized='view', unique_key='year') }}\nselect year, pay from {{ ref('per_year') }}\n");
        (await folder.RunAsync("run", "--scenario", "base,fast")).Ends(0);

        var call = (await folder.RunAsync("diff", "base", "fast", "--select", "seen")).Ends(0);

        Assert.Contains("| seen  |         3 |         3 |       2 |         0 |         0 | pay 2", call.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fats", "base", "diff-unknown.txt")]
    [InlineData("base", "slow", "diff-no-database.txt")]
    [InlineData("base", "toy.duckdb", "diff-same.txt")]
    public async Task What_cannot_be_compared_is_said(string a, string b, string golden)
    {
        using var folder = ScenarioProjects.Growth();
        (await folder.RunAsync("run")).Ends(0);

        Golden.Check(golden, Masked.Text((await folder.RunAsync("diff", a, b)).Ends(2).Error, folder));
    }

    [Fact]
    public async Task A_richer_match_leaves_the_headcounts_of_the_workforce_untouched()
    {
        using var project = new WorkforceProject();
        var census = project.Census(WorkforceProject.CensusLines.Take(151));
        (await project.CallAsync(["run", "--scenario", "base,generous_match", "--parallel", "2"], [census, ("end_year", 2027)])).Ends(0);

        var call = (await project.CallAsync(["diff", "base", "generous_match", "--output", "json"], [census, ("end_year", 2027)])).Ends(0);

        using var json = JsonDocument.Parse(call.Output);
        var changed = json.RootElement.GetProperty("metrics").EnumerateArray().Where(metric => metric.GetProperty("change").GetDouble() != 0)
            .Select(metric => metric.GetProperty("name").GetString()).Distinct().ToList();
        Assert.Contains("employer_match", changed);
        Assert.Empty(changed.Intersect(["starting_headcount", "hires", "experienced_terminations", "new_hire_terminations", "ending_headcount", "promotions", "raises", "earned_compensation"]));
        Assert.All(
            json.RootElement.GetProperty("models").EnumerateArray().Where(model => model.GetProperty("model").GetString() is "int_workforce_needs" or "int_hiring_events" or "int_workforce_state" or "mart_headcount_flow"),
            model => Assert.True(model.GetProperty("equal").GetBoolean(), model.ToString()));
    }
}
