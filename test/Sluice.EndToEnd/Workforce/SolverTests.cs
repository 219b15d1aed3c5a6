namespace Sluice.EndToEnd.Workforce;

/// <summary>The headcount is solved in integers.</summary>
public sealed class SolverTests
{
    private const string Needs =
        "select simulation_year, starting_headcount, hired_last_year, target_headcount, experienced_terminations, hires, new_hire_terminations from int_workforce_needs order by 1";

    [Fact]
    public async Task The_worked_example_comes_out_to_the_person()
    {
        using var project = new WorkforceProject();
        var census = project.Census(WorkforceProject.CensusLines.Take(150));

        var result = await project.BuildAsync(
            census, ("target_growth_rate", 0.02), ("total_termination_rate", 0.10), ("new_hire_termination_rate", 0.15), ("end_year", 2026));

        result.Ends(0);
        Assert.Equal(["2025|149|0|152|14|20|3", "2026|152|17|155|16|23|4"], await project.RowsAsync(Needs));
    }

    [Fact]
    public async Task A_shrinking_company_hires_nobody_and_loses_the_rest()
    {
        using var project = new WorkforceProject();

        var result = await project.BuildAsync(("target_growth_rate", -0.2), ("end_year", 2026));

        result.Ends(0);
        Assert.Equal(["2025|1000|0|800|200|0|0", "2026|800|0|640|160|0|0"], await project.RowsAsync(Needs));
    }

    [Theory]
    [InlineData("target_growth_rate", 1.5, "it must lie between -1 and 1")]
    [InlineData("new_hire_termination_rate", 0.99, "it must be at least 0 and below 0.99")]
    [InlineData("target_growth_rate", 0.9, "needs 1360 hires for 1000 people, more than half")]
    public async Task What_cannot_be_solved_is_refused(string setting, double value, string reason)
    {
        using var project = new WorkforceProject();

        var result = await project.RunAsync((setting, value));

        Assert.NotEqual(0, result.Exit);
        Assert.Contains(reason, result.Error + result.Output, StringComparison.Ordinal);
    }
}
