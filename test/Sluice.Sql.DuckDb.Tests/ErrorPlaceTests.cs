using Sluice.Sql.Nodes;

namespace Sluice.Sql.DuckDb.Tests;

public sealed class ErrorPlaceTests
{
    [Theory]
    [InlineData("select\n  id,\n  no_such_column\nfrom (select 1 as id)", """
        models/m.sql:3:3: error SLUICE4002: Binder Error: Referenced column "no_such_column" not found in FROM clause
          3 |   no_such_column
            |   ^
          hint: candidate bindings: `id`
        """)]
    [InlineData("select 1 as id\nfrom orderz", """
        models/m.sql:2:6: error SLUICE4002: Catalog Error: Table with name orderz does not exist
          2 | from orderz
            |      ^
          hint: did you mean `orders`?
        """)]
    [InlineData("select 1 as id,\n  selct(2) as x", """
        models/m.sql:2:3: error SLUICE4002: Catalog Error: Scalar Function with name selct does not exist
          2 |   selct(2) as x
            |   ^
          hint: did you mean `second`?
        """)]
    [InlineData("select 1 as id\nform orders", """
        models/m.sql:2:1: error SLUICE4001: Parser Error: syntax error at or near "form"
          2 | form orders
            | ^
        """)]
    [InlineData("select cast('x' as integer) as id", """
        models/m.sql:1:8: error SLUICE4003: Conversion Error: Could not convert string 'x' to INT32
          1 | select cast('x' as integer) as id
            |        ^
        """)]
    public async Task A_database_error_points_into_the_users_file(string sql, string expected)
    {
        foreach (var materialized in new[] { "table", "view", "incremental" })
        {
            if (materialized == "view" && sql.Contains("cast", StringComparison.Ordinal))
            {
                // A view is bound and not run.
                continue;
            }

            await using var bench = await Workbench.OpenAsync();
            await bench.ExecuteAsync("create table orders as select 1 as id; create table m as select 1 as id");

            var failed = await bench.BuildAsync(bench.Model("m", sql, ("materialized", materialized)));

            Assert.Equal(expected, failed.Diagnostics.Single().ToString(), ignoreLineEndingDifferences: true);
        }
    }

    [Fact]
    public async Task A_query_that_is_not_finished_points_at_its_end()
    {
        await using var bench = await Workbench.OpenAsync();

        var failed = await bench.BuildAsync(bench.Test("t", "select 1 as id where"));

        Assert.StartsWith("tests/t.sql:1:", failed.Diagnostics.Single().ToString(), StringComparison.Ordinal);
        Assert.Equal("SLUICE4001", failed.Diagnostics.Single().Code);
    }

    [Fact]
    public async Task An_error_in_a_partition_points_into_the_model()
    {
        await using var bench = await Workbench.OpenAsync();
        ModelNode Model(string sql) => bench.Model("p", sql, Workbench.Years, ("materialized", "table"), ("partition_by", "simulation_year"));
        await bench.MustBuildAsync(Model("select {{ key }} as simulation_year, 1 as id"), "2025");

        var failed = await bench.BuildAsync(Model("select 2026 as simulation_year,\n       nothing as id"), "2026");

        Assert.StartsWith("models/p.sql:2:8: error SLUICE4002: Binder Error: ", failed.Diagnostics.Single().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_in_a_hook_points_at_the_hook_in_the_file()
    {
        await using var bench = await Workbench.OpenAsync();
        var sql = "-- config: post_hook='delete from nowhere'\nselect 1 as id";

        var failed = await bench.BuildAsync(bench.Model("m", sql, ("materialized", "table"), ("post_hook", "delete from nowhere")));

        Assert.StartsWith("models/m.sql:1:35: error SLUICE4002: Catalog Error: Table with name nowhere does not exist\n  1 | -- config: post_hook='delete from nowhere'\n    |                                   ^", failed.Diagnostics.Single().ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("create table if not exists log(i varchar);\n-- a comment; with a semicolon\ninsert into log values ('1'), (';');\ndelete from nowhere where i = 1", "4:13", "SLUICE4002")]
    [InlineData("select 1;\ninsert into nowhere values (1);", "2:1", "SLUICE4002")]
    [InlineData("select 1;\nselct 2;\nselect 3", "2:1", "SLUICE4001")]
    [InlineData("select 1;\n\nselect cast('x' as integer);", "3:8", "SLUICE4003")]
    public async Task An_error_in_one_of_several_statements_points_at_it(string hook, string place, string code)
    {
        await using var bench = await Workbench.OpenAsync();

        var failed = await bench.BuildAsync(bench.Model("m", "select 1 as id", ("materialized", "table"), ("pre_hook", hook)));

        var problem = failed.Diagnostics.Single();
        Assert.StartsWith($"models/m.sql (hook):{place}: error {code}: ", problem.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("select * from pg_index")]
    [InlineData("select * from duckdb_table")]
    [InlineData("select * from pg_indexs")]
    public async Task Tables_of_the_databases_own_are_not_suggested(string sql)
    {
        await using var bench = await Workbench.OpenAsync();

        var failed = await bench.BuildAsync(bench.Model("m", sql + "_nothing", ("materialized", "table")));

        Assert.Null(failed.Diagnostics.Single().Hint);
    }

    [Theory]
    [InlineData("", "the file of the model `m` is empty")]
    [InlineData("-- to do; later\n/* nothing */\n;", "the file of the model `m` is empty")]
    public async Task A_model_without_a_query_says_that_it_is_empty(string sql, string message)
    {
        await using var bench = await Workbench.OpenAsync();

        foreach (var materialized in new[] { "table", "view", "incremental" })
        {
            var problem = (await bench.BuildAsync(bench.Model("m", sql, ("materialized", materialized)))).Diagnostics.Single();

            Assert.Equal(("SLUICE3113", message, "models/m.sql"), (problem.Code, problem.Message, problem.Source.Path));
        }
    }

    [Fact]
    public async Task A_hook_that_stands_in_another_file_is_shown_as_text()
    {
        await using var bench = await Workbench.OpenAsync();

        var failed = await bench.BuildAsync(bench.Model("m", "select 1 as id", ("materialized", "table"), ("pre_hook", "delete from nowhere")));

        Assert.StartsWith("models/m.sql (hook):1:13: error SLUICE4002: Catalog Error: Table with name nowhere does not exist\n  1 | delete from nowhere", failed.Diagnostics.Single().ToString(), StringComparison.Ordinal);
    }
}
