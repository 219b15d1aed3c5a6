using Sluice.DuckDb;

namespace Sluice.EndToEnd.Workforce;

/// <summary>A census from elsewhere runs by its path alone, and a bad one says what is wrong with it.</summary>
public sealed class CensusTests
{
    [Fact]
    public async Task The_order_and_case_of_columns_do_not_matter_and_optional_ones_may_be_missing()
    {
        using var project = new WorkforceProject();
        var census = project.Census(
            [
                "Employee_Gross_Compensation,EMPLOYEE_HIRE_DATE,shoe_size,employee_id,employee_birth_date",
                .. Enumerable.Range(1, 30).Select(number => $"{60000 + (number * 100)},2019-03-01,42,P{number},1985-06-15"),
            ]);

        var result = await project.BuildAsync(census, ("end_year", 2026));

        result.Ends(0);
        Assert.Equal("31", await project.ScalarAsync("select ending_headcount from rpt_multi_year where simulation_year = 2025"));
    }

    [Fact]
    public async Task The_same_people_in_Parquet_give_the_same_result()
    {
        using var csv = new WorkforceProject();
        using var parquet = new WorkforceProject();
        await using (var connection = new DuckDbConnection("Data Source=:memory:"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = $"copy (from read_csv('{csv.PathOf("census/census.csv")}')) to '{parquet.PathOf("census/people.parquet")}'";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        (await csv.RunAsync(("end_year", 2026))).Ends(0);
        (await parquet.RunAsync(("end_year", 2026), ("census_path", "census/people.parquet"))).Ends(0);

        var different = await DatabaseComparison.DifferencesAsync(csv.Database, parquet.Database);
        Assert.DoesNotContain(different, table => !table.StartsWith("stg_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rows_that_cannot_be_used_are_set_aside_with_the_reason()
    {
        using var project = new WorkforceProject();
        var census = project.Census(
            "employee_id,employee_birth_date,employee_hire_date,employee_gross_compensation,employee_deferral_rate",
            "A,1980-01-01,2020-01-01,60000,0",
            "A,1980-01-01,2021-05-05,70000,0",
            "A,1980-01-01,2021-05-05,65000,0",
            "B,1985-01-01,2021-02-30,90000,0",
            "C,1985-01-01,2021-02-03,-5,0",
            "D,1985-01-01,,90000,0",
            ",1985-01-01,2020-01-01,90000,0",
            "E,,2020-01-01,90000,0",
            "F,1990-01-01,2031-01-01,90000,0",
            "G,1990-01-01,2020-01-01,\"85,000\",0",
            "H,1990-01-01,2020-01-01,90000,6",
            "NH_2025_1,1990-01-01,2020-01-01,90000,0");

        (await project.BuildAsync(census, ("target_growth_rate", 0))).Ends(0);

        Assert.Equal(["A|70000.00"], await project.RowsAsync("select employee_id, employee_gross_compensation from stg_census"));
        Assert.Equal("2", await project.ScalarAsync("select count(*) from stg_census_duplicates"));
        Assert.Equal(
            [
                "B|employee_hire_date is not a date: 2021-02-30",
                "C|employee_gross_compensation is not above zero: -5",
                "D|employee_hire_date is missing",
                "E|employee_birth_date is missing",
                "F|employee_hire_date is after the first simulated year: 2031-01-01",
                "G|employee_gross_compensation is not a number: 85,000",
                "H|employee_deferral_rate is not a fraction of pay: 6",
                "NH_2025_1|employee_id is reserved for simulated hires: NH_2025_1",
                "NULL|employee_id is missing",
            ],
            await project.RowsAsync("select employee_id, rejection_reason from stg_census_rejected order by employee_id nulls last"));
    }

    [Fact]
    public async Task Who_has_left_is_not_simulated()
    {
        using var project = new WorkforceProject();
        var census = project.Census(
            "employee_id,employee_birth_date,employee_hire_date,employee_gross_compensation,employee_termination_date",
            "A,1980-01-01,2020-01-01,60000,",
            "B,1980-01-01,2020-01-01,60000,2024-06-30");

        (await project.BuildAsync(census)).Ends(0);

        Assert.Equal(["A"], await project.RowsAsync("select employee_id from int_baseline_workforce"));
    }

    [Theory]
    [InlineData("employee_id,employee_birth_date,employee_hire_date\nA,1990-01-01,2020-01-01\n", "has no column `employee_gross_compensation`")]
    [InlineData("employee_id,employee_birth_date,employee_hire_date,employee_gross_compensation\n", "is empty: it has no row of data")]
    [InlineData("", "is empty: it has no row of data")]
    [InlineData("employee_id,employee_birth_date,employee_hire_date,employee_gross_compensation\nA,1990-01-01,never,1\n", "has nobody to simulate")]
    public async Task A_census_that_cannot_be_used_is_refused(string text, string reason)
    {
        using var project = new WorkforceProject();
        await File.WriteAllTextAsync(project.PathOf("census/bad.csv"), text, TestContext.Current.CancellationToken);

        var result = await project.RunAsync(("census_path", "census/bad.csv"));

        Assert.NotEqual(0, result.Exit);
        var said = result.Error + result.Output;
        Assert.Contains("`census/bad.csv`", said, StringComparison.Ordinal);
        Assert.Contains(reason, said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("census/nowhere.csv")]
    [InlineData("census")]
    public async Task A_census_that_is_not_there_is_refused(string path)
    {
        using var project = new WorkforceProject();

        var result = await project.RunAsync(("census_path", path));

        Assert.NotEqual(0, result.Exit);
        Assert.Contains($"census file `{path}` not found", result.Error + result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_generator_makes_a_census_of_any_size_and_the_same_one_each_time()
    {
        using var project = new WorkforceProject();

        foreach (var name in new[] { "one", "two" })
        {
            var path = project.PathOf($"census/{name}.csv");
            (await project.CallAsync(["run-operation", "generate_census", "--args", $"{{employees: 1000, seed: 1, path: '{path}'}}"], [])).Ends(0);
        }

        Assert.Equal(project.Read("census/one.csv"), project.Read("census/two.csv"));
        Assert.Equal(project.Read("census/census.csv"), project.Read("census/one.csv"));
    }
}
