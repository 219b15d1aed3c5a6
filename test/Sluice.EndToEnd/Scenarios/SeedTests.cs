using System.Text.Json;
using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd.Scenarios;

/// <summary>Many seeds: each in a database that is removed, percentiles over all of them, and no seed twice.</summary>
public sealed class SeedTests
{
    [Fact]
    public async Task Figures_of_all_seeds_become_percentiles()
    {
        using var folder = ScenarioProjects.Growth();

        var call = (await folder.RunAsync("run", "--seeds", "1..5", "--parallel", "2")).Ends(0);

        // Four people with 100 + seed each, doubled every year.
        Golden.Check("seeds.txt", call.Output);
        Assert.Equal(["toy.duckdb"], Directory.GetFiles(folder.Root, "*.duckdb").Select(Path.GetFileName).DefaultIfEmpty("toy.duckdb"));
        Assert.False(File.Exists(folder.Database));
        Assert.Contains("per_year,pay,2024,5,404.8,408,412,416,419.2,412\n", folder.Read("target/seeds/percentiles.csv"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Seeds_that_are_known_do_not_run_again_until_the_project_changes()
    {
        using var folder = ScenarioProjects.Growth();
        (await folder.RunAsync("run", "--seeds", "1..3")).Ends(0);

        Assert.Contains("2 seeds to run, 3 known from before", (await folder.RunAsync("run", "--seeds", "1..5")).Ends(0).Error, StringComparison.Ordinal);
        folder.Write("models/per_year.sql", folder.Read("models/per_year.sql") + "-- changed\n");
        Assert.Contains("5 seeds to run", (await folder.RunAsync("run", "--seeds", "1..5")).Ends(0).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_killed_call_goes_on_with_the_seeds_that_are_missing()
    {
        using var folder = ScenarioProjects.Growth();
        using (var process = SluiceProcess.Start(folder.Root, null, "run", "--seeds", "1..12"))
        {
            while (!Directory.Exists(folder.Path("target/seeds")) || Directory.GetFiles(folder.Path("target/seeds"), "*.json", SearchOption.AllDirectories).Length < 2)
            {
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }

            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var known = Directory.GetFiles(folder.Path("target/seeds"), "*.json", SearchOption.AllDirectories).Length;
        Assert.InRange(known, 2, 11);
        var call = (await folder.RunAsync("run", "--seeds", "1..12", "--parallel", "2", "--output", "json")).Ends(0);

        Assert.Contains($"{12 - known} seeds to run, {known} known from before", call.Error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(call.Output);
        Assert.All(json.RootElement.GetProperty("figures").EnumerateArray(), figure => Assert.Equal(12, figure.GetProperty("seeds").GetInt32()));
        Assert.Empty(Directory.GetFiles(folder.Root, "*.duckdb*"));
    }

    [Fact]
    public async Task A_seed_that_fails_is_told_and_tried_again_by_the_next_call()
    {
        using var folder = ScenarioProjects.Growth()
            .Write("models/luck.sql", "{{ config(materialized='table') }}\nselect {% if var('random_seed') == 2 %}error('no luck'){% else %}1{% endif %} as x\n");

        var call = (await folder.RunAsync("run", "--seeds", "1..3")).Ends(1);

        Assert.Contains("1 seed without figures", call.Error, StringComparison.Ordinal);
        Assert.Contains("[seed_2]", call.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9..1")]
    [InlineData("few")]
    public async Task Seeds_are_whole_numbers(string seeds)
    {
        using var folder = ScenarioProjects.Growth();

        Assert.Contains($"`--seeds` must be whole numbers, found `{seeds}`", (await folder.RunAsync("run", "--seeds", seeds)).Ends(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_without_the_variable_is_refused()
    {
        using var folder = ScenarioProjects.Growth();
        folder.Write("sluice.yml", folder.Read("sluice.yml") + "settings: { seed_var: chance }\n");

        var call = (await folder.RunAsync("run", "--seeds", "1..3")).Ends(2);

        Assert.Contains("error SLUICE5077: the project has no variable `chance` that a seed could be given to", call.Error, StringComparison.Ordinal);
    }
}
