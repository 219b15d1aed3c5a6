namespace Sluice.EndToEnd.Workforce;

/// <summary>Pay, deferrals and employer money, reckoned a second time in another way: day by day, from the events alone.</summary>
public sealed class MoneyTests(BaselineRun baseline)
{
    private const string DayByDay =
        """
        with sampled as (
            select snapshot.*, baseline.compensation as census_compensation, baseline.deferral_rate as census_rate
            from fct_workforce_snapshot as snapshot
            left join int_baseline_workforce as baseline using (employee_id)
            where hash(snapshot.employee_id) % 8 = 0
        ),

        days as (
            select
                *,
                unnest(generate_series(
                    greatest(employee_hire_date, make_date(simulation_year, 1, 1)),
                    coalesce(employee_termination_date, make_date(simulation_year, 12, 31)),
                    interval 1 day
                ))::date as day
            from sampled
        ),

        pays as (
            select employee_id, effective_date, arg_max(new_compensation, event_sequence) as pay
            from fct_yearly_events where new_compensation is not null group by employee_id, effective_date
        ),

        rates as (
            select employee_id, effective_date, arg_max(new_deferral_rate, event_sequence) as rate
            from fct_yearly_events where new_deferral_rate is not null group by employee_id, effective_date
        ),

        opted_out as (
            select simulation_year, employee_id from fct_yearly_events where event_category = 'opt_out'
        ),

        daily as (
            select
                days.simulation_year,
                days.employee_id,
                coalesce(pays.pay, days.census_compensation) as pay,
                case when opted_out.employee_id is null then coalesce(rates.rate, days.census_rate, 0) else 0 end as rate
            from days
            asof left join pays on pays.employee_id = days.employee_id and pays.effective_date <= days.day
            asof left join rates on rates.employee_id = days.employee_id and rates.effective_date <= days.day
            left join opted_out on opted_out.employee_id = days.employee_id and opted_out.simulation_year = days.simulation_year
        ),

        reckoned as (
            select
                simulation_year,
                employee_id,
                sum(pay / date_diff('day', make_date(simulation_year, 1, 1), make_date(simulation_year + 1, 1, 1))) as earned,
                sum(pay * rate / date_diff('day', make_date(simulation_year, 1, 1), make_date(simulation_year + 1, 1, 1))) as deferred
            from daily
            group by simulation_year, employee_id
        )

        select count(*), count(*) filter (
            abs(earned - earned_compensation) > 0.01
            or abs(least(deferred, contribution_limit) - employee_contribution) > 0.01
        )
        from reckoned
        inner join fct_workforce_snapshot using (simulation_year, employee_id)
        """;

    [Fact]
    public async Task Pay_and_deferrals_are_the_sum_of_their_days()
    {
        var project = await baseline.ProjectAsync();

        var counts = (await project.ScalarAsync(DayByDay)).Split('|');

        Assert.True(int.Parse(counts[0], System.Globalization.CultureInfo.InvariantCulture) > 500);
        Assert.Equal("0", counts[1]);
    }

    [Fact]
    public async Task The_match_pays_all_of_the_first_three_percent_and_half_of_the_next_two()
    {
        var project = await baseline.ProjectAsync();

        var wrong = await project.RowsAsync(
            """
            with reckoned as (
                select
                    employee_id, simulation_year, employer_match, employer_core,
                    least(earned_compensation, compensation_limit)::double as pay,
                    employee_contribution::double as deferred
                from fct_workforce_snapshot
                inner join int_plan_limits using (simulation_year)
                where employment_status = 'active' and is_eligible and hours_worked >= 1000
            )
            select * from reckoned
            where abs(employer_match - (least(deferred, 0.03 * pay) + 0.5 * greatest(least(deferred, 0.05 * pay) - 0.03 * pay, 0))) > 0.02
               or abs(employer_core - 0.01 * pay) > 0.01
            """);

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Leavers_and_part_year_hires_get_no_employer_money()
    {
        var project = await baseline.ProjectAsync();

        Assert.Equal("0", await project.ScalarAsync(
            """
            select count(*) from fct_workforce_snapshot
            where (employment_status = 'terminated' or hours_worked < 1000 or not is_eligible) and employer_match + employer_core <> 0
            """));
    }

    [Fact]
    public async Task Catch_up_limits_go_by_the_age_reached_in_the_year()
    {
        var project = await baseline.ProjectAsync();

        var limits = await project.RowsAsync(
            """
            select case when age between 60 and 63 then '60-63' when age >= 50 then '50+' else 'below 50' end as ages,
                min(contribution_limit)::integer, max(contribution_limit)::integer
            from (select *, simulation_year - year(employee_birth_date) as age from fct_workforce_snapshot where simulation_year = 2025)
            group by 1 order by 1
            """);

        Assert.Equal(["50+|31000|31000", "60-63|34750|34750", "below 50|23500|23500"], limits);
    }

    [Fact]
    public async Task A_leaver_forfeits_what_is_not_vested_of_all_the_employer_money_so_far()
    {
        var project = await baseline.ProjectAsync();

        Assert.Equal("0", await project.ScalarAsync(
            """
            with paid as (
                select employee_id, sum(employer_match + employer_core) as employer_money from fct_workforce_snapshot group by employee_id
            )
            select count(*)
            from fct_workforce_snapshot
            inner join paid using (employee_id)
            where employment_status = 'terminated'
              and abs(forfeited_balance - employer_money * (1 - case
                  when current_tenure >= 6 then 1 when current_tenure < 2 then 0 else 0.2 * (current_tenure - 1) end)) > 0.01
            """));
        Assert.NotEqual("0", await project.ScalarAsync("select count(*) from fct_workforce_snapshot where forfeited_balance > 0"));
    }

    [Fact]
    public async Task Merit_over_the_levels_has_the_budget_as_its_mean()
    {
        var project = await baseline.ProjectAsync();

        Assert.Equal("0.035", await project.ScalarAsync(
            "select round(avg(merit_rate), 5)::double from int_effective_parameters where simulation_year = 2025"));
    }

    [Fact]
    public async Task New_hires_are_paid_within_nine_percent_of_their_levels_percentile()
    {
        var project = await baseline.ProjectAsync();

        Assert.Equal("0", await project.ScalarAsync(
            """
            select count(*)
            from int_hiring_events
            inner join job_levels using (job_level)
            where new_compensation / (min_compensation + (max_compensation - min_compensation) * new_hire_percentile) not between 0.9099 and 1.0901
            """));
    }
}
