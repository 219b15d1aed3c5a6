using Sluice.Runs;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.DuckDb.Tests;

public sealed class ContractTests
{
    [Fact]
    public async Task Columns_come_in_the_order_of_the_contract_with_their_constraints()
    {
        await using var bench = await Workbench.OpenAsync();

        await bench.MustBuildAsync(Model(bench, "select 'x' as nm, 1 as id, 5::bigint as n"));

        Assert.Equal(["id INTEGER", "nm VARCHAR", "n BIGINT"], await bench.ColumnsAsync("a"));
        Assert.Equal(["CHECK", "CHECK", "NOT NULL", "PRIMARY KEY"], await bench.RowsAsync("select constraint_type from duckdb_constraints() where table_name = 'a' and schema_name = 'main'"));
    }

    [Theory]
    [InlineData("select 'x' as nm, 50 as id, 5::bigint as n", "SLUICE4004", "Constraint Error: CHECK constraint failed on table a with expression CHECK((id < 10))")]
    [InlineData("select 'x' as nm, null::integer as id, 5::bigint as n", "SLUICE4004", "Constraint Error: NOT NULL constraint failed: a.id")]
    public async Task A_violated_constraint_leaves_the_old_table(string sql, string code, string message)
    {
        await using var bench = await Workbench.OpenAsync();
        await bench.MustBuildAsync(Model(bench, "select 'x' as nm, 1 as id, 5::bigint as n"));

        var failed = await bench.BuildAsync(Model(bench, sql));

        Assert.Equal(code, failed.Diagnostics.Single().Code);
        Assert.Equal(message, failed.Diagnostics.Single().Message);
        Assert.Equal(["1|x|5"], await bench.RowsAsync("select * from a"));
    }

    [Fact]
    public async Task A_query_that_breaks_the_contract_is_shown_in_a_table()
    {
        await using var bench = await Workbench.OpenAsync();

        var failed = await bench.BuildAsync(Model(bench, "select 'x' as id, 'y' as extra, 'n' as nm"));

        Assert.Equal("""
            models/a.sql:1:1: error SLUICE3104: this model has an enforced contract that failed
            Please ensure the name, data_type, and number of columns in your contract match the columns in your model's definition.

            | column_name | definition_type | contract_type | mismatch_reason       |
            | ----------- | --------------- | ------------- | --------------------- |
            | extra       | VARCHAR         |               | missing in contract   |
            | id          | VARCHAR         | INTEGER       | data type mismatch    |
            | n           |                 | BIGINT        | missing in definition |

              1 | select 'x' as id, 'y' as extra, 'n' as nm
                | ^
              hint: change the query, or the columns in the properties file
            """, failed.Diagnostics.Single().ToString(), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public async Task A_contract_without_types_names_the_columns()
    {
        await using var bench = await Workbench.OpenAsync();
        var model = Model(bench, "select 1 as id");
        model.Columns = [new() { Name = "id" }];

        var failed = await bench.BuildAsync(model);

        Assert.Equal("the contract is enforced and these columns have no data_type: `id`", failed.Diagnostics.Single().Message);
        Assert.Equal("SLUICE3105", failed.Diagnostics.Single().Code);
    }

    [Fact]
    public async Task The_contract_of_a_view_is_checked_too()
    {
        await using var bench = await Workbench.OpenAsync();
        var model = bench.Model("v", "select 'a' as id", ("contract", Enforced));
        model.Columns = [new() { Name = "id", DataType = "int" }];

        var failed = await bench.BuildAsync(model);

        Assert.Equal(StepStatus.Errored, failed.Status);
        Assert.Contains("| id          | VARCHAR         | INTEGER       | data type mismatch |", failed.Diagnostics.Single().Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, object?> Enforced => new(StringComparer.Ordinal) { ["enforced"] = true };

    private static ModelNode Model(Workbench bench, string sql)
    {
        var model = bench.Model("a", sql, ("materialized", "table"), ("contract", Enforced));
        model.Columns =
        [
            new() { Name = "id", DataType = "integer", Constraints = [Constraint("not_null"), Constraint("primary_key")] },
            new() { Name = "nm", DataType = "varchar" },
            new() { Name = "n", DataType = "bigint", Constraints = [Constraint("check", "id < 10")] },
        ];
        model.Constraints = [Constraint("check", "n > 0", "n_pos")];
        return model;
    }

    private static ConstraintInfo Constraint(string type, string? expression = null, string? name = null) => new(type, expression, name, [], null, []);
}
