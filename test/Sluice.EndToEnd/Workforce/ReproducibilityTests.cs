namespace Sluice.EndToEnd.Workforce;

/// <summary>Same settings, same cents; and what a setting does not touch stays as it was.</summary>
public sealed class ReproducibilityTests(BaselineRun baseline)
{
    [Theory]
    [InlineData("1")]
    [InlineData("8")]
    public async Task Any_number_of_threads_gives_the_same_cells(string threads)
    {
        var first = await baseline.ProjectAsync();
        using var project = new WorkforceProject();

        var result = await project.CallAsync(["run", "--threads", threads], []);

        result.Ends(0);
        Assert.Empty(await DatabaseComparison.DifferencesAsync(first.Database, project.Database));
    }

    [Fact]
    public async Task A_used_database_ends_like_an_empty_one()
    {
        var first = await baseline.ProjectAsync();
        using var project = new WorkforceProject();

        (await project.RunAsync(("random_seed", 7))).Ends(0);
        (await project.RunAsync()).Ends(0);

        Assert.Empty(await DatabaseComparison.DifferencesAsync(first.Database, project.Database));
    }

    [Fact]
    public async Task Another_seed_moves_every_family_of_decisions_and_no_headcount()
    {
        var first = await baseline.ProjectAsync();
        using var project = new WorkforceProject();

        (await project.RunAsync(("random_seed", 43))).Ends(0);

        var different = await DatabaseComparison.DifferencesAsync(first.Database, project.Database);
        Assert.Superset(
            new HashSet<string>(StringComparer.Ordinal)
            {
                "int_hiring_events", "int_termination_events", "int_new_hire_termination_events", "int_promotion_events", "int_merit_events",
                "int_eligibility_events", "int_enrollment_events", "int_deferral_escalation_events",
            },
            different.ToHashSet(StringComparer.Ordinal));
        Assert.DoesNotContain("int_workforce_needs", different);
    }

    [Fact]
    public async Task Another_seed_moves_the_month_of_a_raise_when_raises_are_spread_over_the_year()
    {
        const string Months = "select employee_id, effective_date from int_merit_events where simulation_year = 2025 order by 1";
        using var project = new WorkforceProject();

        (await project.RunAsync(("raise_timing", "distributed"), ("end_year", 2025))).Ends(0);
        var first = await project.RowsAsync(Months);
        (await project.RunAsync(("raise_timing", "distributed"), ("end_year", 2025), ("random_seed", 43))).Ends(0);
        var second = await project.RowsAsync(Months);

        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task A_richer_match_changes_money_and_enrolment_but_no_headcount_and_no_pay()
    {
        var first = await baseline.ProjectAsync();
        using var project = new WorkforceProject();

        (await project.RunAsync(("match_mode", "by_service"))).Ends(0);

        var different = await DatabaseComparison.DifferencesAsync(first.Database, project.Database);
        Assert.Contains("int_employer_match", different);
        Assert.Empty(different.Intersect(
            [
                "int_workforce_needs", "int_workforce_needs_by_level", "int_hiring_events", "int_termination_events",
                "int_new_hire_termination_events", "int_promotion_events", "int_merit_events", "int_eligibility_events",
                "int_workforce_state", "int_pay_timeline", "mart_headcount_flow", "mart_compensation_growth",
            ],
            StringComparer.Ordinal));
    }
}
