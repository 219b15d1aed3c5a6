namespace Sluice.EndToEnd.Workforce;

/// <summary>Configurations at the edge: the run succeeds and every check still holds.</summary>
public sealed class EdgeTests(BaselineRun baseline)
{
    [Theory]
    [InlineData("target_growth_rate: -0.03")]
    [InlineData("target_growth_rate: 0, new_hire_termination_rate: 0")]
    [InlineData("auto_enrollment_enabled: false, escalation_cap: 0.03")]
    [InlineData("auto_enrollment_scope: all_eligible, voluntary_enrollment_enabled: false, part_time_new_hire_pct: 0.5, vesting_schedule: graded_3")]
    [InlineData("match_mode: by_service, core_mode: by_service, vesting_schedule: immediate, escalation_enabled: false")]
    [InlineData("match_mode: by_tenure_band, core_mode: by_age, core_social_security_integration: true, vesting_schedule: cliff_4")]
    [InlineData("match_mode: by_points, core_mode: by_points, vesting_schedule: qaca_2, raise_timing: distributed")]
    public async Task Every_check_holds_with(string settings)
    {
        using var project = new WorkforceProject();
        var (name, census) = project.Census(WorkforceProject.CensusLines.Take(301));

        var result = await project.CallAsync(["build", "--vars", $"{{{settings}, end_year: 2026, {name}: {census}}}"], []);

        result.Ends(0);
        Assert.Equal("2", await project.ScalarAsync("select count(*) from rpt_multi_year"));
    }

    [Fact]
    public async Task Each_vesting_schedule_owns_what_its_name_says()
    {
        var project = await baseline.ProjectAsync();

        var schedules = await project.RowsAsync(
            """
            select vesting_schedule, string_agg(years_of_service || ':' || (100 * vested_share)::integer, ' ' order by years_of_service)
            from vesting_schedules group by 1 order by 1
            """);

        Assert.Equal(
            [
                "cliff_1|0:0 1:100", "cliff_2|0:0 2:100", "cliff_3|0:0 3:100", "cliff_4|0:0 4:100",
                "graded_3|0:0 1:33 2:67 3:100", "graded_4|0:0 1:25 2:50 3:75 4:100", "graded_5|0:0 1:20 2:40 3:60 4:80 5:100",
                "graded_6|0:0 2:20 3:40 4:60 5:80 6:100", "immediate|0:100", "qaca_2|0:0 2:100",
            ],
            schedules);
    }

    [Fact]
    public async Task One_employee_stays_one()
    {
        using var project = new WorkforceProject();

        var result = await project.BuildAsync(project.Census(WorkforceProject.CensusLines.Take(2)));

        result.Ends(0);
        Assert.Equal("1", await project.ScalarAsync("select ending_headcount from rpt_growth_analysis"));
    }

    [Fact]
    public async Task Nobody_joins_a_plan_that_is_open_to_nobody()
    {
        using var project = new WorkforceProject();
        var census = project.Census([
            "employee_id,employee_birth_date,employee_hire_date,employee_gross_compensation,employee_deferral_rate,eligibility_override",
            .. Enumerable.Range(1, 40).Select(number => $"E{number},1980-01-01,2020-01-01,60000,0.05,false"),
        ]);

        var result = await project.BuildAsync(census, ("eligibility_minimum_age", 110));

        result.Ends(0);
        Assert.Equal(
            ["0|0"],
            await project.RowsAsync(
                """
                select
                    count(*) filter (event_type in ('eligibility', 'enrollment', 'enrollment_change', 'deferral_escalation')),
                    cast((select sum(employee_contribution + employer_match + employer_core) from fct_workforce_snapshot) as integer)
                from fct_yearly_events
                """));
    }

    [Fact]
    public async Task Rates_above_the_escalation_cap_stay_as_they_are()
    {
        using var project = new WorkforceProject();

        (await project.BuildAsync(("escalation_cap", 0.05), ("end_year", 2026))).Ends(0);

        Assert.Equal("0", await project.ScalarAsync(
            """
            select count(*)
            from int_baseline_workforce as baseline
            inner join int_deferral_rate_state as state using (employee_id)
            where baseline.deferral_rate >= 0.05 and state.is_current and state.deferral_rate <> baseline.deferral_rate
            """));
        Assert.NotEqual("0", await project.ScalarAsync("select count(*) from int_deferral_escalation_events"));
    }

    [Fact]
    public async Task Ten_years_run_and_a_year_beyond_the_table_of_limits_warns()
    {
        using var project = new WorkforceProject();

        var result = await project.BuildAsync(
            ("start_year", 2027), ("end_year", 2036), project.Census(WorkforceProject.CensusLines.Take(201)));

        result.Ends(0);
        Assert.Contains("tax_limits_are_known", result.Error, StringComparison.Ordinal);
        Assert.Equal("10", await project.ScalarAsync("select count(*) from rpt_multi_year"));
        Assert.Equal("2035", await project.ScalarAsync("select limit_year from int_plan_limits where simulation_year = 2036"));
    }

    [Theory]
    [InlineData("match_mode", "by_luck")]
    [InlineData("core_mode", "none")]
    [InlineData("vesting_schedule", "never")]
    [InlineData("raise_timing", "monthly")]
    [InlineData("auto_enrollment_scope", "everybody")]
    public async Task An_unknown_word_in_a_setting_is_refused_with_those_that_would_do(string setting, string value)
    {
        using var project = new WorkforceProject();

        var result = await project.RunAsync((setting, value));

        Assert.NotEqual(0, result.Exit);
        Assert.Contains($"setting `{setting}` is `{value}`; it must be one of", result.Error + result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_that_no_model_reads_is_refused()
    {
        using var project = new WorkforceProject();
        var path = project.PathOf("dbt_project.yml");
        await File.AppendAllTextAsync(path, "  favourite_colour: blue\n", TestContext.Current.CancellationToken);

        var result = await project.RunAsync();

        Assert.NotEqual(0, result.Exit);
        Assert.Contains("favourite_colour", result.Error + result.Output, StringComparison.Ordinal);
    }
}
