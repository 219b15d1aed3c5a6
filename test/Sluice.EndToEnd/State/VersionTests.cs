using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd.State;

/// <summary>A model with two versions, from the build to the list.</summary>
public sealed class VersionTests
{
    [Fact]
    public async Task Both_versions_are_built_tested_and_read_each_by_its_own_name()
    {
        using var folder = Versioned();

        (await folder.RunAsync("build")).Ends(0);

        Assert.Equal(["1|NULL|2"], await Database.RowsAsync(folder.Database, "select (select id from orders_v1), null, (select id from orders_v2)"));
        Assert.Equal("3", await Database.ScalarAsync(folder.Database, "select total from sums"));
    }

    [Theory]
    [InlineData("orders", "orders.v1 orders.v2")]
    [InlineData("orders.v1", "orders.v1")]
    [InlineData("orders_v2", "orders.v2")]
    [InlineData("version:latest", "orders.v2")]
    [InlineData("version:old", "orders.v1")]
    [InlineData("version:prerelease", "")]
    [InlineData("version:none", "sums")]
    public async Task A_selection_takes_all_versions_or_one(string selection, string expected)
    {
        using var folder = Versioned();

        var call = (await folder.RunAsync("ls", "--resource-type", "model", "--output", "name", "--select", selection)).Ends(0);

        Assert.Equal(expected, string.Join(' ', call.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public async Task A_unit_test_is_modified_where_its_rows_are()
    {
        using var folder = Versioned();
        (await folder.RunAsync("parse", "--target-path", "state")).Ends(0);
        string[] list = ["ls", "--quiet", "--select", "state:modified", "--state", "state", "--output", "name"];

        var before = (await folder.RunAsync(list)).Ends(0);
        folder.Write("models/schema.yml", folder.Read("models/schema.yml").Replace("{ id: 2 }", "{ id: 3 }", StringComparison.Ordinal));
        var after = (await folder.RunAsync(list)).Ends(0);

        Assert.Equal("", before.Output);
        Assert.StartsWith("has_two", after.Output, StringComparison.Ordinal);
        Assert.Single(after.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static ProjectFolder Versioned() => ProjectFolder.Toy(
        ("models/orders_v1.sql", "select 1 as id\n"),
        ("models/orders_v2.sql", "{{ config(materialized='ephemeral') if false }}select 2 as id\n"),
        ("models/sums.sql", "select a.id + b.id as total from {{ ref('orders', v=1) }} a cross join {{ ref('orders') }} b\n"),
        ("models/schema.yml", """
            models:
              - name: orders
                columns: [{ name: id, data_tests: [unique] }]
                versions: [{ v: 1 }, { v: 2 }]
            unit_tests:
              - name: has_two
                model: orders
                versions: { include: [2] }
                given: []
                expect: { rows: [{ id: 2 }] }
            """));
}
