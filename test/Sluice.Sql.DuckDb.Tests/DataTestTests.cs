using Sluice.Runs;

namespace Sluice.Sql.DuckDb.Tests;

public sealed class DataTestTests
{
    [Theory]
    [InlineData(0, "error", null, null, StepStatus.Succeeded, null)]
    [InlineData(1, "error", null, null, StepStatus.Failed, "Got 1 result, configured to fail if != 0")]
    [InlineData(2, "error", null, null, StepStatus.Failed, "Got 2 results, configured to fail if != 0")]
    [InlineData(2, "warn", null, null, StepStatus.Warned, "Got 2 results, configured to warn if != 0")]
    [InlineData(0, "warn", null, null, StepStatus.Succeeded, null)]
    [InlineData(1, "error", ">0", ">5", StepStatus.Warned, "Got 1 result, configured to warn if >0")]
    [InlineData(6, "error", ">0", ">5", StepStatus.Failed, "Got 6 results, configured to fail if >5")]
    [InlineData(6, "warn", ">0", ">5", StepStatus.Warned, "Got 6 results, configured to warn if >0")]
    [InlineData(3, "ERROR", "> 5", "> 10", StepStatus.Succeeded, null)]
    [InlineData(12, "error", "between 1 and 5", "> 10", StepStatus.Failed, "Got 12 results, configured to fail if > 10")]
    public async Task Severity_and_thresholds_judge_the_failures(int failures, string severity, string? warnIf, string? errorIf, StepStatus status, string? message)
    {
        await using var bench = await Workbench.OpenAsync();
        var test = bench.Test("t", $"select i from range({failures}) r(i) -- failing rows", ("severity", severity), ("warn_if", warnIf), ("error_if", errorIf));

        var result = await bench.BuildAsync(test);

        Assert.Equal((status, message, failures), (result.Status, result.Message, (int)result.Rows!));
        Assert.Null(result.Marker);
    }

    [Fact]
    public async Task A_limit_and_a_calculation_of_its_own_change_the_number()
    {
        await using var bench = await Workbench.OpenAsync();

        var limited = await bench.BuildAsync(bench.Test("t", "select 1 as x from range(9)", ("limit", 1L), ("error_if", "> 1")));
        var computed = await bench.BuildAsync(bench.Test("u", "select i as n from range(9) r(i)", ("fail_calc", "coalesce(sum(n), 0)")));

        Assert.Equal((StepStatus.Warned, "Got 1 result, configured to warn if != 0"), (limited.Status, limited.Message));
        Assert.Equal(36, computed.Rows);
    }

    [Fact]
    public async Task A_query_that_fails_is_an_error_whatever_the_severity()
    {
        await using var bench = await Workbench.OpenAsync();

        var result = await bench.BuildAsync(bench.Test("t", "select 1 as x\nfrom nowhere", ("severity", "warn")));

        Assert.Equal(StepStatus.Errored, result.Status);
        Assert.StartsWith("tests/t.sql:2:6: error SLUICE4002: Catalog Error: Table with name nowhere does not exist\n  2 | from nowhere\n    |      ^", result.Diagnostics.Single().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failing_rows_are_kept_where_the_config_asks_for_it()
    {
        await using var bench = await Workbench.OpenAsync();

        var failed = await bench.BuildAsync(bench.Test("t", "select i from range(3) r(i)", ("store_failures", true), ("limit", 2L)));
        await bench.BuildAsync(bench.Test("u", "select i from range(0) r(i)", ("store_failures", true)));
        await bench.BuildAsync(bench.Test("v", "select i from range(1) r(i)", ("store_failures_as", "view")));

        Assert.Equal("Got 2 results, configured to fail if != 0", failed.Message);
        Assert.Equal(["2"], await bench.RowsAsync("select count(*) from main_dbt_test__audit.t"));
        Assert.Equal(["t|BASE TABLE", "u|BASE TABLE", "v|VIEW"], await bench.RowsAsync("select table_name, table_type from information_schema.tables where table_schema = 'main_dbt_test__audit'"));
    }

    [Theory]
    [InlineData("max(n)", "SLUICE3141", "the test's `fail_calc` `max(n)` gave `NULL` instead of a whole number")]
    [InlineData("'many'", "SLUICE3140", "the test's `fail_calc` `'many'` gave 0 rows instead of one")]
    public async Task A_calculation_that_is_no_number_is_named(string calculation, string code, string message)
    {
        await using var bench = await Workbench.OpenAsync();

        var result = await bench.BuildAsync(bench.Test("t", "select 1 as n where false", ("fail_calc", calculation), ("warn_if", "is null"), ("error_if", "is null")));

        Assert.Equal((code, message), (result.Diagnostics.Single().Code, result.Diagnostics.Single().Message));
    }
}
