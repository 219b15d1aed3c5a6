namespace Sluice.Conformance.Dbt.Gotchas;

/// <summary>What happens while files are read.</summary>
[Collection(OneFolderAtATime.Name)]
public sealed class LoadingGotchaTests
{
    private const string Model = "select 1 as id";

    [Fact]
    public async Task G15_An_unknown_macro_in_one_model_does_not_keep_others_from_running()
    {
        using var project = new GotchaProject(("models/a.sql", Model), ("models/b.sql", "select {{ no_such_macro() }} as id"));

        var call = await project.RunAsync("run");

        Assert.Equal(1, call.Exit);
        Assert.Contains("no_such_macro", call.Error + call.Output, StringComparison.Ordinal);
        Assert.Equal("1", await project.QueryAsync("select id from a"));
    }

    [Fact]
    public async Task G16_A_package_dispatches_to_the_project_that_installs_it()
    {
        using var project = new GotchaProject(
            ("dbt_project.yml", "dispatch:\n  - macro_namespace: helper\n    search_order: [toy, helper]\n"),
            ("packages.yml", "packages:\n  - package: us/helper\n    version: 1.0.0\n"),
            ("dbt_packages/helper/dbt_project.yml", "name: helper\nversion: '1.0'\n"),
            ("dbt_packages/helper/macros/greet.sql", """
                {% macro greet() %}{{ return(adapter.dispatch('greet', 'helper')()) }}{% endmacro %}
                {% macro default__greet() %}helper{% endmacro %}
                {% macro twice() %}{{ helper.greet() }} {{ helper.greet() }}{% endmacro %}
                """),
            ("macros/greet.sql", "{% macro default__greet() %}toy{% endmacro %}"),
            ("models/a.sql", "select '{{ helper.twice() }}' as x"),
            ("models/b.sql", "select '{{ helper.greet() }}' as x"));

        await project.SucceedAsync("run");

        Assert.Equal("toy toy\ntoy", await project.QueryAsync("select x from a union all select x from b"));
    }

    [Fact]
    public async Task G17_A_ref_that_parsing_does_not_see_is_an_error_that_a_comment_mends()
    {
        using var project = new GotchaProject(("models/a.sql", Model), ("models/b.sql", "{% if execute %}select * from {{ ref('a') }}{% endif %}"));
        var call = await project.RunAsync("run");
        Assert.Equal(1, call.Exit);
        Assert.Contains("-- depends_on: {{ ref('a') }}", call.Error + call.Output, StringComparison.Ordinal);

        project.Write("models/b.sql", "-- depends_on: {{ ref('a') }}\n{% if execute %}select * from {{ ref('a') }}{% endif %}");

        await project.SucceedAsync("run");
    }

    [Fact]
    public async Task G18_A_ref_in_a_hook_orders_the_models()
    {
        using var project = new GotchaProject(
            ("models/a.sql", "{{ config(post_hook=\"create or replace table kept as select * from {{ ref('b') }}\") }}select 1 as id"),
            ("models/b.sql", "select 2 as id"));

        await project.SucceedAsync("run");

        Assert.Equal("2", await project.QueryAsync("select id from kept"));
    }

    [Fact]
    public async Task G19_A_template_in_YAML_keeps_its_type_and_one_in_SQL_is_text()
    {
        using var project = new GotchaProject(
            ("dbt_project.yml", "vars: { three: 3, hide: false }\nmodels:\n  toy:\n    +meta: { three: \"{{ var('three') }}\" }\n    hidden: { +enabled: \"{{ var('hide') }}\" }\n"),
            ("models/hidden/h.sql", "select * from nowhere"),
            ("models/m.sql", "{% set text %}{{ var('three') }}{% endset %}select {% if execute %}{{ config.get('meta').three + 1 }}{% endif %} as a, '{{ text is string }}' as b"));

        await project.SucceedAsync("run");

        Assert.Equal("4|True", await project.QueryAsync("select * from m"));
    }

    [Fact]
    public async Task G20_An_argument_of_a_test_that_looks_like_var_is_evaluated()
    {
        using var project = new GotchaProject(
            ("dbt_project.yml", "vars: { most: 1 }\n"),
            ("models/m.sql", Model),
            ("models/m.yml", "models:\n  - name: m\n    columns:\n      - name: id\n        data_tests:\n          - at_most: { most: var('most') }\n"),
            ("macros/at_most.sql", "{% test at_most(model, column_name, most) %}select * from {{ model }} where {{ column_name }} > {{ most + 0 }}{% endtest %}"));

        await project.SucceedAsync("build");
    }

    [Fact]
    public async Task G21_A_seed_of_a_package_is_read_from_the_folder_of_the_package()
    {
        using var project = new GotchaProject(
            ("packages.yml", "packages:\n  - package: us/helper\n    version: 1.0.0\n"),
            ("dbt_packages/helper/dbt_project.yml", "name: helper\nversion: '1.0'\nseed-paths: [data]\n"),
            ("dbt_packages/helper/data/colors.csv", "id,name\n1,red\n"),
            ("models/m.sql", "select name from {{ ref('helper', 'colors') }}"));

        await project.SucceedAsync("build");

        Assert.Equal("red", await project.QueryAsync("select name from m"));
    }

    [Fact]
    public async Task G22_A_model_and_a_seed_of_one_name_are_an_error_that_names_both()
    {
        using var project = new GotchaProject(("models/a.sql", Model), ("seeds/a.csv", "id\n1\n"));

        var call = await project.RunAsync("run");

        Assert.Equal(2, call.Exit);
        Assert.Contains("models/a.sql", call.Error, StringComparison.Ordinal);
        Assert.Contains("seeds/a.csv", call.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task G23_A_test_that_reads_a_missing_model_is_left_out_and_a_model_that_does_is_an_error()
    {
        using var project = new GotchaProject(
            ("models/a.sql", Model),
            ("models/a.yml", "models:\n  - name: a\n    columns:\n      - name: id\n        data_tests:\n          - relationships: { to: ref('missing'), field: id }\n"));
        var call = await project.RunAsync("build");
        Assert.Equal(0, call.Exit);
        Assert.Contains("warning", call.Error, StringComparison.Ordinal);
        Assert.Contains("missing", call.Error, StringComparison.Ordinal);

        project.Write("models/b.sql", "select * from {{ ref('missing') }}");

        Assert.Equal(2, (await project.RunAsync("build")).Exit);
    }

    [Fact]
    public async Task G24_Both_endings_of_YAML_files_count_and_empty_ones_or_ones_without_version_load()
    {
        using var project = new GotchaProject(
            ("models/a.sql", Model), ("models/b.sql", Model), ("models/empty.yml", ""), ("models/comment.yaml", "# nothing\n"),
            ("models/one.yml", "models: [{ name: a, config: { alias: first } }]\n"), ("models/two.yaml", "models: [{ name: b, config: { alias: second } }]\n"));

        await project.SucceedAsync("run");

        Assert.Equal("first\nsecond", await project.QueryAsync("select view_name from duckdb_views() where not internal and schema_name = 'main' order by 1"));
    }

    [Fact]
    public async Task G25_What_YAML_says_of_a_macro_is_not_checked_against_its_arguments()
    {
        using var project = new GotchaProject(
            ("models/a.sql", "select {{ one() }} as id"),
            ("macros/one.sql", "{% macro one() %}1{% endmacro %}"),
            ("macros/one.yml", "macros:\n  - name: one\n    arguments: [{ name: other, type: \"list[nothing]\" }]\n"));

        await project.SucceedAsync("run");
    }

    [Fact]
    public async Task G34_A_description_may_not_call_macros()
    {
        using var project = new GotchaProject(
            ("models/a.sql", Model),
            ("models/a.yml", "models:\n  - name: a\n    description: \"{{ words() }}\"\n"),
            ("macros/words.sql", "{% macro words() %}x{% endmacro %}"));

        var call = await project.RunAsync("parse");

        Assert.NotEqual(0, call.Exit);
        Assert.Contains("models/a.yml:3:", call.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task G35_Tags_come_from_the_outermost_folder_to_the_model()
    {
        using var project = new GotchaProject(
            ("dbt_project.yml", "models:\n  toy:\n    +tags: [outer]\n    inner: { +tags: middle }\n"),
            ("models/inner/m.sql", "{{ config(tags=['own']) }}select '{{ model.tags | join(' ') }}' as tags"));

        await project.SucceedAsync("run");

        Assert.Equal("outer middle own", await project.QueryAsync("select tags from m"));
    }

    [Fact]
    public async Task G41_A_model_of_many_thousand_words_is_no_trouble()
    {
        using var project = new GotchaProject(("models/m.sql", "{{ config(materialized='table') }}select " + string.Join(", ", Enumerable.Range(0, 900).Select(i => $"({i} + 1) * 2 - (3 / 4) + ((5 * 6) - 7) as c{i}"))));

        await project.SucceedAsync("run");

        Assert.Equal("900", await project.QueryAsync("select count(*) from duckdb_columns() where table_name = 'm'"));
    }

    [Fact]
    public async Task G42_Other_line_endings_do_not_make_a_file_a_changed_one()
    {
        using var project = new GotchaProject(("sluice.yml", "name: toy\n"), ("models/m.sql", "{{ config(materialized='table') }}select 1 as id,\n2 as b"), ("seeds/s.csv", "id\n1\n2\n"));
        await project.SucceedAsync("build");
        project.Write("models/m.sql", "{{ config(materialized='table') }}select 1 as id,\r\n2 as b");
        project.Write("seeds/s.csv", "id\r\n1\r\n2\r\n");

        var plan = await project.SucceedAsync("plan");

        Assert.Contains("0 steps to run, 2 to skip", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task G47_Windows_line_endings_work_in_every_file()
    {
        using var project = new GotchaProject(
            ("models/m.sql", "{{ config(materialized='table') }}\r\nselect id,\r\n  name -- comment\r\nfrom {{ ref('s') }}\r\n{% if true %}\r\nwhere id = 1\r\n{% endif %}\r\n"),
            ("models/m.yml", "models:\r\n  - name: m\r\n    columns:\r\n      - name: id\r\n        data_tests:\r\n          - unique\r\n"),
            ("seeds/s.csv", "id,name\r\n1,a\r\n2,b\r\n"));

        await project.SucceedAsync("build");

        Assert.Equal("1|a", await project.QueryAsync("select * from m"));
    }
}
