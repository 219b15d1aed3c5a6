using Sluice.Jinja;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Tests.Project;

/// <summary>Which of the layers of a config wins, and what adds up.</summary>
public sealed class ConfigTests
{
    private const string Tree = "name: proj\nprofile: case\nmodels:\n  proj:\n    +materialized: table\n    +schema: tree\n    stg: { +materialized: incremental, +x: folder }\n";

    [Theory]
    [InlineData("models/a.sql", "", "", "table tree")]
    [InlineData("models/stg/a.sql", "", "", "incremental tree")]
    [InlineData("models/stg/a.sql", "materialized: view", "", "view tree")]
    [InlineData("models/stg/a.sql", "materialized: view", "materialized='ephemeral'", "ephemeral tree")]
    [InlineData("models/a.sql", "schema: ~", "", "table ")]
    [InlineData("models/a.sql", "", "schema='own'", "table own")]
    public void The_nearer_layer_wins(string path, string properties, string inFile, string expected)
    {
        using var folder = TestProject.Of(
            ("dbt_project.yml", Tree), ("models/p.yml", $"models:\n  - name: a\n    config: {{ {properties} }}\n"),
            (path, $"{(inFile.Length > 0 ? $"{{{{ config({inFile}) }}}}" : "")}select 1 as id"));

        var config = TestProject.Node(folder.Load(), "a").Config;

        Assert.Equal(expected, $"{config.Materialized} {config.GetString("schema")}");
    }

    [Fact]
    public void Hooks_of_all_layers_run_outer_ones_first()
    {
        using var folder = TestProject.Of(
            ("dbt_project.yml", "name: proj\nprofile: case\nmodels:\n  +pre-hook: root\n  proj: { +pre-hook: [one, { sql: two, transaction: false }] }\n"),
            ("models/a.sql", "{{ config(pre_hook=['three', '{\"sql\": \"four\", \"transaction\": false}']) }}select 1 as id"));

        var hooks = TestProject.Node(folder.Load(), "a").Config.PreHooks;

        Assert.Equal(["root True", "one True", "two False", "three True", "four False"], hooks.Select(hook => $"{hook.Sql} {hook.InTransaction}"));
    }

    [Fact]
    public void Dictionaries_are_united_and_grants_add_up_where_they_say_so()
    {
        using var folder = TestProject.Of(
            ("dbt_project.yml", "name: proj\nprofile: case\nmodels:\n  proj: { +meta: { a: 1, b: 1 }, +grants: { select: [x], insert: [x] } }\n"),
            ("models/a.sql", "{{ config(meta={'b': 2}, grants={'+select': ['y'], 'insert': ['z']}) }}select 1 as id"));

        var config = TestProject.Node(folder.Load(), "a").Config;

        Assert.Equal("{'a': 1, 'b': 2} {'select': ['x', 'y'], 'insert': ['z']}", $"{JinjaValue.Repr(config["meta"])} {JinjaValue.Repr(config["grants"])}");
    }

    [Fact]
    public void The_root_has_the_last_word_on_a_package()
    {
        using var folder = TestProject.Of(
            ("dbt_project.yml", "name: proj\nprofile: case\nmodels:\n  lib: { +materialized: table }\n"),
            ("packages.yml", "packages:\n  - local: lib\n"),
            ("lib/dbt_project.yml", "name: lib\n"),
            ("lib/models/a.sql", "{{ config(materialized='view') }}select 1 as id"));

        Assert.Equal("table", TestProject.Node(folder.Load(), "a").Config.Materialized);
    }

    [Fact]
    public void Config_values_may_be_jinja()
    {
        using var folder = TestProject.Of(
            ("dbt_project.yml", "name: proj\nprofile: case\nmodels:\n  proj: { +materialized: \"{{ 'table' if target.name == 'prod' else 'view' }}\", +enabled: \"{{ var('switched_on', true) }}\" }\n"),
            ("models/a.sql", "select 1 as id"));

        Assert.Equal("view", TestProject.Node(folder.Load(), "a").Config.Materialized);
        Assert.Equal("table", TestProject.Node(folder.Load(target: "prod"), "a").Config.Materialized);
        Assert.Single(folder.Load(vars: "{switched_on: false}").Disabled);
    }

    [Fact]
    public void Unknown_keys_are_kept_and_can_be_read()
    {
        using var folder = TestProject.Of(("models/a.sql", "{{ config(grain='day', cluster_by=['x']) }}select '{{ config.get('grain') }}' as g"));

        Assert.Equal("select 'day' as g", TestProject.Compile(folder.Load(), "a"));
    }

    [Fact]
    public void A_contract_tells_its_columns_and_constraints()
    {
        using var folder = TestProject.Of(
            ("models/a.sql", "select 1 as id"),
            ("models/p.yml", "models:\n  - name: a\n    config: { contract: { enforced: true } }\n    constraints: [{ type: primary_key, columns: [id] }]\n    columns:\n      - { name: id, data_type: integer, constraints: [{ type: check, expression: id > 0 }] }\n"));

        var model = (ModelNode)TestProject.Node(folder.Load(), "a");

        Assert.True(model.HasContract);
        Assert.Equal("integer check id > 0 primary_key id", $"{model.Columns[0].DataType} {model.Columns[0].Constraints[0].Type} {model.Columns[0].Constraints[0].Expression} {model.Constraints[0].Type} {model.Constraints[0].Columns[0]}");
    }
}
