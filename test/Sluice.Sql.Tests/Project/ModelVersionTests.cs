using Sluice.Sql.Nodes;

namespace Sluice.Sql.Tests.Project;

/// <summary>Models with <c>versions</c>: one node for each, told apart by id, name in the database and <c>ref</c>.</summary>
public sealed class ModelVersionTests
{
    private const string Properties = """
        models:
          - name: orders
            latest_version: 2
            description: All orders.
            config: { materialized: table, tags: [a] }
            columns:
              - { name: id, data_type: integer, data_tests: [unique] }
              - { name: amount, data_type: integer }
            versions:
              - v: 1
                deprecation_date: 2030-01-01
                config: { materialized: view }
              - v: 2
                description: Orders without amounts.
                defined_in: slim_orders
                columns:
                  - { include: all, exclude: [amount] }
                  - { name: total, data_type: bigint }
              - { v: 3, config: { alias: next_orders } }
        """;

    private static readonly (string Path, string Text)[] Files =
    [
        ("models/orders_v1.sql", "select 1 as id, 2 as amount"),
        ("models/slim_orders.sql", "select 1 as id, 2::bigint as total"),
        ("models/orders_v3.sql", "select 1 as id"),
        ("models/schema.yml", Properties),
    ];

    [Fact]
    public void Each_version_is_a_model_of_its_own()
    {
        using var files = TestProject.Of(Files);

        var models = files.Load().Nodes.OfType<ModelNode>().ToList();

        Assert.Equal(["model.proj.orders.v1", "model.proj.orders.v2", "model.proj.orders.v3"], models.Select(model => model.UniqueId));
        Assert.Equal(["orders_v1", "orders_v2", "next_orders"], models.Select(model => model.Alias));
        Assert.Equal(["proj.orders.v1", "proj.orders.v2", "proj.orders.v3"], models.Select(model => string.Join('.', model.Fqn)));
        Assert.Equal(["view", "table", "table"], models.Select(model => model.Materialized));
        Assert.Equal(["All orders.", "Orders without amounts.", "All orders."], models.Select(model => model.Description));
        Assert.Equal(["id amount", "id total", "id amount"], models.Select(model => string.Join(' ', model.Columns.Select(column => column.Name))));
        Assert.Equal([false, true, false], models.Select(model => model.Version!.IsLatest));
        Assert.Equal("2030-01-01", models[0].DeprecationDate);
        Assert.Equal("\n", files.Report());
    }

    [Theory]
    [InlineData("ref('orders')", "model.proj.orders.v2")]
    [InlineData("ref('orders', v=1)", "model.proj.orders.v1")]
    [InlineData("ref('orders', version='3')", "model.proj.orders.v3")]
    [InlineData("ref('proj', 'orders', v=3)", "model.proj.orders.v3")]
    public void A_ref_reads_the_version_that_it_names_and_else_the_latest(string read, string expected)
    {
        using var files = TestProject.Of([.. Files, ("models/reader.sql", $"select * from {{{{ {read} }}}}")]);

        var project = files.Load();

        Assert.Equal([expected], TestProject.Node(project, "reader").Dependencies.Select(dependency => dependency.UniqueId));
    }

    [Fact]
    public void The_tests_of_a_version_are_named_for_it()
    {
        using var files = TestProject.Of(Files);

        var tests = files.Load().Nodes.OfType<TestNode>().ToList();

        Assert.Equal(["unique_orders_v1_id", "unique_orders_v2_id", "unique_orders_v3_id"], tests.Select(test => test.Name).Order());
        Assert.All(tests, test => Assert.Equal([test.AttachedNode!], test.Dependencies.Select(dependency => dependency.UniqueId)));
    }

    [Fact]
    public void The_latest_version_is_the_greatest_where_none_is_named()
    {
        using var files = TestProject.Of(
            ("models/a_v2.sql", "select 2 as x"), ("models/a.sql", "select 10 as x"), ("models/b.sql", "select * from {{ ref('a') }}"),
            ("models/schema.yml", "models: [{ name: a, versions: [{ v: 2 }, { v: 10 }] }]"));

        var project = files.Load();

        Assert.Equal("model.proj.a.v10", Assert.Single(TestProject.Node(project, "b").Dependencies).UniqueId);
        Assert.Equal("models/a.sql", project.Nodes.Single(node => node.UniqueId == "model.proj.a.v10").OriginalFilePath);
    }

    [Theory]
    [InlineData("", "counts_v1 counts_v2 counts_v3")]
    [InlineData(", versions: { include: [1, 2] }", "counts_v1 counts_v2")]
    [InlineData(", versions: { exclude: [2] }", "counts_v1 counts_v3")]
    public void A_unit_test_tests_the_versions_that_it_chooses(string versions, string expected)
    {
        using var files = TestProject.Of([.. Files, ("models/unit.yml", UnitTest(versions))]);

        var tests = files.Load().Nodes.OfType<UnitTestNode>().ToList();

        Assert.Equal(expected, string.Join(' ', tests.Select(test => test.UniqueId["unit_test.proj.orders.".Length..])));
        Assert.All(tests, test => Assert.Equal($"model.proj.orders.v{test.Version!.Text}", test.Model!.UniqueId));
    }

    [Fact]
    public void What_is_wrong_with_versions_is_told_with_its_place()
    {
        using var files = TestProject.Of(
        [
            .. Files,
            ("models/plain.sql", "select 1 as id"),
            ("models/reader.sql", "select * from {{ ref('orders', v=9) }} cross join {{ ref('plain', v=1) }}"),
            ("models/wrong.yml", """
                models:
                  - { name: x, versions: [{ description: a }] }
                  - { name: y, versions: [{ v: 1 }, { v: 1 }] }
                  - { name: z, latest_version: 4, versions: [{ v: 1 }] }
                unit_tests:
                  - { name: t, model: orders, versions: { include: [7] }, given: [], expect: { rows: [{ id: 1 }] } }
                  - { name: u, model: plain, versions: { include: [7] }, given: [], expect: { rows: [{ id: 1 }] } }
                """),
        ]);

        Assert.Null(files.TryLoad());

        Golden.Check("versions.txt", files.Report());
    }

    private static string UnitTest(string versions) => $$"""
        unit_tests:
          - { name: counts, model: orders, given: [], expect: { rows: [{ id: 1 }] }{{versions}} }
        """;
}
