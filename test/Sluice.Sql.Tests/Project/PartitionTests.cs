using Sluice.Assets;
using Sluice.Diagnostics;
using Sluice.Partitions;
using Sluice.Sql.Graph;
using Sluice.Sql.Tests.Graph;

namespace Sluice.Sql.Tests.Project;

/// <summary>What <c>ref</c>, <c>prev</c> and <c>partition</c> mean in a partitioned model, and which edges they make.</summary>
public sealed class PartitionTests
{
    private const string Years = "partitions:\n  year: { range: [2025, \"{{ var('last', 2027) }}\"], var: y, column: yr }\n";
    private const string Regions = "partitions:\n  region: { keys: [north, \"o'hare\"] }\n";
    private const string Config = "{{ config(materialized='table', partition_by='year') }}";

    [Theory]
    [InlineData("{{ ref('a') }}", "2026", "(select * from \"case\".\"main\".\"a\" where \"yr\" = 2026)")]
    [InlineData("{{ ref('plain') }}", "2026", "\"case\".\"main\".\"plain\"")]
    [InlineData("{{ prev('a') if not partition.first }}", "2026", "(select * from \"case\".\"main\".\"a\" where \"yr\" = 2025)")]
    [InlineData("{{ prev('a', 2) if partition.index > 1 }}", "2027", "(select * from \"case\".\"main\".\"a\" where \"yr\" = 2025)")]
    [InlineData("{{ prev('a', initial='plain') }}", "2025", "\"case\".\"main\".\"plain\"")]
    [InlineData("{{ prev('a', initial='plain') }}", "2027", "(select * from \"case\".\"main\".\"a\" where \"yr\" = 2026)")]
    [InlineData("{{ prev('b') if not partition.first }}", "2025", "")]
    [InlineData("{{ partition.key + 1 }} {{ partition.first }} {{ partition.last }} {{ partition.index }} {{ partition.previous }} {{ partition.next }}", "2026", "2027 False False 1 2025 2027")]
    [InlineData("{{ partition.previous }} {{ partition }}", "2025", "None 2025")]
    [InlineData("{{ var('y') + 1 }}", "2026", "2027")]
    [InlineData("{{ this }}", "2026", "\"case\".\"main\".\"b\"")]
    public void A_partitioned_model_reads_by_partition(string template, string partition, string expected)
    {
        using var folder = Project(template);

        Assert.Equal(expected, TestProject.Compile(folder.Load(), "b", partition));
    }

    [Theory]
    [InlineData(Years, "(select * from \"case\".\"main\".\"b\" where \"yr\" between 2025 and 2027)")]
    [InlineData("partitions:\n  year: { range: [2025, 2025], column: yr }\n", "(select * from \"case\".\"main\".\"b\" where \"yr\" = 2025)")]
    [InlineData("partitions:\n  year: { keys: [2025, 2027], column: yr }\n", "(select * from \"case\".\"main\".\"b\" where \"yr\" in (2025, 2027))")]
    [InlineData("partitions:\n  year: { keys: ['2025-01-01', '2026-01-01'] }\n", "(select * from \"case\".\"main\".\"b\" where \"year\" in ('2025-01-01', '2026-01-01'))")]
    public void A_model_without_partitions_reads_all_that_are_declared(string partitions, string expected)
    {
        using var folder = Project("x").Add("sluice.yml", partitions).Add("models/report.sql", "select * from {{ ref('b') }}");
        var project = folder.Load();

        Assert.Equal($"select * from {expected}", TestProject.Compile(project, "report"));
        Assert.Equal(["model.proj.b All { }"], TestProject.DependenciesOf(project, "report"));
    }

    [Theory]
    [InlineData("both", "{{ ref('both') }}", "2026+north", "(select * from \"case\".\"main\".\"both\" where \"yr\" = 2026 and \"region\" = 'north')")]
    [InlineData("both", "{{ ref('a') }}", "2026+north", "(select * from \"case\".\"main\".\"a\" where \"yr\" = 2026)")]
    [InlineData("both", "{{ prev('reader') if not partition.first }}", "2026+north", "(select * from \"case\".\"main\".\"reader\" where \"yr\" = 2025 and \"region\" = 'north')")]
    [InlineData("both", "{{ prev('reader') if not partition.first }}", "2025+o'hare", "")]
    [InlineData("both", "{{ partition.year }} {{ partition.region }} {{ var('y') + 1 }} {{ partition.previous }} {{ partition.next }} {{ partition.last }}", "2026+north", "2026 north 2027 2025+north 2027+north False")]
    [InlineData("year", "{{ ref('both') }}", "2026", "(select * from \"case\".\"main\".\"both\" where \"yr\" = 2026 and \"region\" in ('north', 'o''hare'))")]
    public void Several_dimensions_are_read_where_they_agree(string set, string template, string partition, string expected)
    {
        using var folder = Project("x")
            .Add("sluice.yml", Years + Regions["partitions:\n".Length..] + "  both: { dimensions: [year, region] }\n")
            .Add("models/both.sql", "{{ config(materialized='table', partition_by='both') }}select 1 as yr, 'n' as region")
            .Add("models/reader.sql", $"{{{{ config(materialized='table', partition_by='{set}') }}}}{template}");

        Assert.Equal(expected, TestProject.Compile(folder.Load(), "reader", partition));
    }

    [Fact]
    public void A_test_sees_the_partitions_that_are_declared()
    {
        using var folder = Project("x")
            .Add("models/models.yml", "models:\n  - { name: b, columns: [{ name: id, tests: [not_null] }] }\n")
            .Add("tests/none.sql", "select * from {{ ref('b') }} where id < 0");
        var project = folder.Load();

        Assert.Contains("from (select * from \"case\".\"main\".\"b\" where \"yr\" between 2025 and 2027)", TestProject.Compile(project, "not_null_b_id"), StringComparison.Ordinal);
        Assert.Equal("select * from (select * from \"case\".\"main\".\"b\" where \"yr\" between 2025 and 2027) where id < 0", TestProject.Compile(project, "none"));
    }

    [Fact]
    public void The_name_alone_is_still_to_be_had_from_what_is_limited()
    {
        using var folder = Project("x").Add("models/report.sql", "select '{{ ref('b').identifier }} {{ ref('b').include(database=false).schema }}'");

        Assert.Equal("select 'b main'", TestProject.Compile(folder.Load(), "report"));
    }

    [Theory]
    [InlineData("{{ ref('a') }}", "model.proj.a Same { }")]
    [InlineData("{{ prev('b') if not partition.first }}", "model.proj.b Lag { Count = 1 }")]
    [InlineData("{{ prev('a', 2) if partition.index > 1 }}", "model.proj.a Lag { Count = 2 }")]
    [InlineData("{{ prev('b', initial='plain') }}", "model.proj.b Lag { Count = 1 }, model.proj.plain FirstOnly { }")]
    [InlineData("{% if partition.first %}{{ ref('a') }}{% else %}{{ prev('b') }}{% endif %}", "model.proj.b Lag { Count = 1 }, model.proj.a FirstOnly { }")]
    [InlineData("{% if partition.last %}{{ ref('plain') }}{% endif %}", "model.proj.plain Same { }")]
    [InlineData("{% for x in ['a', 'plain'] %}{{ ref(x) }}{% endfor %}", "model.proj.a Same { }, model.proj.plain Same { }")]
    public void Each_reading_is_an_edge_with_its_lag(string template, string expected)
    {
        using var folder = Project(template);

        Assert.Equal(expected, string.Join(", ", TestProject.DependenciesOf(folder.Load(), "b")));
    }

    [Fact]
    public void Keys_that_are_texts_are_quoted()
    {
        using var folder = TestProject.Of(
            ("sluice.yml", Regions), ("models/a.sql", "{{ config(materialized='table', partition_by='region') }}select '{{ partition.key }}' as region, {{ partition.sql }} as k"),
            ("models/b.sql", "{{ config(materialized='table', partition_by='region') }}select * from {{ ref('a') }}"));

        Assert.Equal(
            "select * from (select * from \"case\".\"main\".\"a\" where \"region\" = 'o''hare')", TestProject.Compile(folder.Load(), "b", "o'hare"));
    }

    [Fact]
    public void A_range_may_come_from_a_variable()
    {
        using var folder = Project("x");

        Assert.Equal(["2025", "2026", "2027", "2028", "2029"], folder.Load(vars: "{last: 2029}").Partitions["year"].Keys.Select(key => key.Text));
    }

    [Fact]
    public void An_ephemeral_model_is_inlined_for_the_partition_that_is_read()
    {
        using var folder = TestProject.Of(
            ("sluice.yml", Years),
            ("models/a.sql", $"{Config}select 1 as id, {{{{ partition.key }}}} as yr"),
            ("models/e.sql", "{{ config(materialized='ephemeral', partition_by='year') }}select * from {{ ref('a') }}"),
            ("models/b.sql", $"{Config}select * from {{{{ ref('e') }}}}{{% if not partition.first %}} union all select * from {{{{ prev('e') }}}}{{% endif %}}"));
        var project = folder.Load();

        Assert.Equal(
            """
            with __dbt__cte__e as (
            select * from (select * from "case"."main"."a" where "yr" = 2026)
            ),  __dbt__cte__e__2025 as (
            select * from (select * from "case"."main"."a" where "yr" = 2025)
            ) select * from __dbt__cte__e union all select * from __dbt__cte__e__2025
            """,
            TestProject.Compile(project, "b", "2026"));
        var asset = Assets(project).Assets.Single(asset => asset.Name == "b");
        Assert.Equal(["model.proj.a Same { }", "model.proj.a Lag { Count = 1 }"], asset.Dependencies.Select(dependency => $"{dependency.Upstream} {dependency.Mapping}"));
    }

    [Fact]
    public void Lags_add_up_through_ephemeral_models()
    {
        using var folder = TestProject.Of(
            ("sluice.yml", Years),
            ("models/plain.sql", "select 1 as id"),
            ("models/a.sql", $"{Config}select 1 as id, {{{{ partition.key }}}} as yr"),
            ("models/start.sql", "{{ config(materialized='ephemeral', partition_by='year') }}select * from {{ prev('a', initial='plain') }}"),
            ("models/older.sql", "{{ config(materialized='ephemeral', partition_by='year') }}select * from {{ ref('start') }}"),
            ("models/b.sql", $"{Config}{{% if not partition.first %}}select * from {{{{ prev('older') }}}}{{% endif %}}"));

        var asset = Assets(folder.Load()).Assets.Single(asset => asset.Name == "b");

        Assert.Equal(["model.proj.a: Lag { Count = 2 }", "model.proj.plain: 2026 -> "], asset.Dependencies.Select(Text));
    }

    [Fact]
    public void What_an_ephemeral_model_reads_a_year_ago_makes_no_cycle()
    {
        // b[2026] reads start[2025], which reads a[2025], which reads b[2025]; only within one year it would be a circle.
        using var folder = TestProject.Of(
            ("sluice.yml", Years),
            ("models/a.sql", $"{Config}select * from {{{{ ref('b') }}}}"),
            ("models/start.sql", "{{ config(materialized='ephemeral', partition_by='year') }}{% if partition.first %}select * from {{ ref('a') }}{% endif %}"),
            ("models/b.sql", $"{Config}{{% if not partition.first %}}select * from {{{{ prev('start') }}}}{{% endif %}}"));
        var diagnostics = new DiagnosticBag();

        Sluice.Graph.AssetGraph.Create(Assets(folder.Load()).Assets, diagnostics);

        Assert.Empty(diagnostics.ToSorted());
    }

    [Fact]
    public void A_start_value_is_read_by_each_partition_that_lies_before_the_lag()
    {
        using var folder = Project("{{ prev('a', 2, initial='plain') }}");

        var asset = Assets(folder.Load()).Assets.Single(asset => asset.Name == "b");

        Assert.Equal(["model.proj.a: Lag { Count = 2 }", "model.proj.plain: 2025 -> , 2026 -> "], asset.Dependencies.Select(Text));
    }

    [Fact]
    public void The_ephemeral_model_itself_never_reaches_the_engine()
    {
        using var folder = TestProject.Of(("models/e.sql", "{{ config(materialized='ephemeral') }}select 1 as id"), ("models/b.sql", "select * from {{ ref('e') }}"));

        Assert.Equal(["model.proj.b"], Assets(folder.Load()).Assets.Select(asset => asset.Key.Name));
    }

    [Fact]
    public void Partition_by_of_a_project_without_sluice_yml_is_left_alone()
    {
        using var folder = TestProject.Of(("models/a.sql", "{{ config(materialized='table', partition_by='day') }}select 1 as id"));

        Assert.Null(TestProject.Node(folder.Load(), "a").Partitions);
    }

    private static string Text(AssetDependency dependency) => dependency.Mapping is PartitionMapping.StaticMap map
        ? $"{dependency.Upstream}: {string.Join(", ", map.Keys.OrderBy(pair => pair.Key.Text, StringComparer.Ordinal).Select(pair => $"{pair.Key} -> {string.Join(' ', pair.Value)}"))}"
        : $"{dependency.Upstream}: {dependency.Mapping}";

    private static ProjectAssets Assets(Sql.Project.SqlProject project)
    {
        var diagnostics = new DiagnosticBag();
        var assets = ProjectAssets.Create(project, NoRunner.Instance, NoRunner.Instance, diagnostics);
        Assert.Empty(diagnostics.ToSorted());
        return assets;
    }

    private static TestProject Project(string template) => TestProject.Of(
        ("sluice.yml", Years),
        ("models/a.sql", $"{Config}select 1 as id, {{{{ partition.key }}}} as yr"),
        ("models/plain.sql", "select 1 as id"),
        ("models/b.sql", Config + template));
}
