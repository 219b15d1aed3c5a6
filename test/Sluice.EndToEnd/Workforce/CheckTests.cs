using System.Text.Json;
using Sluice.DuckDb;

namespace Sluice.EndToEnd.Workforce;

/// <summary>Every test of the sample fails when what it guards is broken.</summary>
public sealed class CheckTests
{
    private const string SomebodyStaying = """
        (select min(before.employee_id) from fct_workforce_snapshot as before
         inner join fct_workforce_snapshot as later using (employee_id)
         where before.simulation_year = 2026 and later.simulation_year = 2027 and before.is_eligible)
        """;

    private static readonly string[] Damage =
    [
        "delete from stg_census where employee_id = (select min(employee_id) from stg_census)",
        "update int_employee_compensation_by_year set compensation = 3 * compensation where simulation_year = 2027",
        "update int_workforce_needs set target_headcount = target_headcount + 1 where simulation_year = 2026",
        "update int_plan_limits set is_outside_table = true where simulation_year = 2029",
        "delete from int_vesting where simulation_year = 2027",

        // Events: hires that never happened, raises after leaving, a second leaving, a second enrolment, an opt-out of a volunteer.
        "delete from fct_yearly_events where event_category = 'hire' and simulation_year = 2028",
        Event("late", "termination", "'raise' as event_type, 'raise' as event_category, effective_date + 1 as effective_date"),
        Event("again", "termination", "event_sequence + 7 as event_sequence"),
        Event("twice", "enrollment", "event_sequence + 7 as event_sequence"),
        Event("out", "enrollment", "'enrollment_change' as event_type, 'opt_out' as event_category", "event_category = 'voluntary_enrollment'"),
        One("fct_yearly_events", "new_deferral_rate = 0.5", "event_type = 'deferral_escalation'"),
        One("fct_yearly_events", "new_compensation = 10 * previous_compensation", "event_type = 'raise'"),
        One("fct_yearly_events", "effective_date = date '2025-01-01'", "event_type = 'enrollment' and employee_id like 'NH_2025%' and simulation_year = 2025"),

        // States and the snapshot.
        "update int_deferral_rate_state set deferral_rate = 0.55 where is_current and simulation_year = 2027 and employee_id = " + SomebodyStaying,
        "update int_enrollment_state set is_enrolled = false where enrollment_method = 'census' and not has_opted_out and simulation_year = 2027",
        "update fct_workforce_snapshot set employment_status = 'terminated' where simulation_year = 2026 and employee_id = " + SomebodyStaying,
        "update fct_workforce_snapshot set is_eligible = false where simulation_year = 2027 and employee_id = " + SomebodyStaying,
        "update fct_workforce_snapshot set current_compensation = current_compensation + 1 where simulation_year = 2027",
        "update fct_workforce_snapshot set employee_contribution = 1000000, annual_additions = 1000000 where simulation_year = 2028",
    ];

    [Fact]
    public async Task Each_of_them_notices_its_damage()
    {
        using var project = new WorkforceProject();
        (await project.RunAsync()).Ends(0);
        await DamageAsync(project);

        var result = await project.CallAsync(["test"], []);

        Assert.Equal(1, result.Exit);
        using var results = JsonDocument.Parse(project.Read("target/run_results.json"));
        var noticed = results.RootElement.GetProperty("results").EnumerateArray()
            .Where(test => test.GetProperty("status").GetString() is "fail" or "warn")
            .Select(test => test.GetProperty("unique_id").GetString()!.Split('.')[2])
            .ToHashSet(StringComparer.Ordinal);
        var tests = Directory.EnumerateFiles(project.PathOf("tests"), "*.sql").Select(file => Path.GetFileNameWithoutExtension(file)).ToList();
        Assert.NotEmpty(tests);
        Assert.DoesNotContain(tests, test => !noticed.Contains(test));
    }

    private static async Task DamageAsync(WorkforceProject project)
    {
        File.SetLastWriteTimeUtc(project.PathOf("census/census.csv"), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await using var connection = new DuckDbConnection($"Data Source={project.Database}");
        await connection.OpenAsync();
        foreach (var statement in Damage)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = statement;
            Assert.True(await command.ExecuteNonQueryAsync() > 0, $"no row was damaged by: {statement}");
        }
    }

    private static string Event(string id, string type, string changes, string where = "true") => $"""
        insert into fct_yearly_events
        select * replace ('EVT_{id}' as event_id, {changes}) from fct_yearly_events
        where event_type = '{type}' and {where} order by event_id limit 1
        """;

    private static string One(string table, string change, string where) =>
        $"update {table} set {change} where event_id = (select min(event_id) from {table} where {where})";
}
