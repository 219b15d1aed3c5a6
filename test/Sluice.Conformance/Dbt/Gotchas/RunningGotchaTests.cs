using System.Text.Json;

namespace Sluice.Conformance.Dbt.Gotchas;

/// <summary>What happens while models, tests and hooks run.</summary>
[Collection(OneFolderAtATime.Name)]
public sealed class RunningGotchaTests
{
    private const string Model = "select 1 as id";

    [Fact]
    public async Task G26_A_schema_is_made_once_before_the_threads_that_write_into_it()
    {
        using var project = new GotchaProject([.. Enumerable.Range(0, 24).Select(i => ($"models/m{i}.sql", "{{ config(schema='late', materialized='table') }}select 1 as id"))]);

        await project.SucceedAsync("run");

        Assert.Equal("24", await project.QueryAsync("select count(*) from duckdb_tables() where schema_name = 'main_late'"));
    }

    [Fact]
    public async Task G27_A_model_may_end_with_a_comment()
    {
        using var project = new GotchaProject(
            ("models/v.sql", "select 1 as id -- the end"),
            ("models/e.sql", "{{ config(materialized='ephemeral') }}select id from {{ ref('v') }} -- the end"),
            ("models/t.sql", "{{ config(materialized='table') }}select id from {{ ref('e') }} -- the end"),
            ("models/i.sql", "{{ config(materialized='incremental', unique_key='id') }}select id from {{ ref('e') }} -- the end"),
            ("tests/none.sql", "select * from {{ ref('t') }} where id > 1 -- the end"));

        await project.SucceedAsync("build");
        await project.SucceedAsync("build");
    }

    [Fact]
    public async Task G28_A_model_whose_config_refuses_a_full_refresh_keeps_its_rows()
    {
        using var project = new GotchaProject(("models/m.sql", "{{ config(materialized='incremental', full_refresh=false) }}select 1 as id"));
        await project.SucceedAsync("run");

        await project.SucceedAsync("run", "--full-refresh");

        Assert.Equal("2", await project.QueryAsync("select count(*) from m"));
    }

    [Fact]
    public async Task G29_Retry_runs_what_failed_or_was_skipped_and_what_warned_only_where_warnings_are_errors()
    {
        using var project = new GotchaProject(
            ("models/a.sql", Model),
            ("models/b.sql", "select missing as id from {{ ref('a') }}"),
            ("models/c.sql", "select * from {{ ref('b') }}"),
            ("models/p.yml", "models: [{name: a, columns: [{name: id, data_tests: [{accepted_values: {arguments: {values: [2]}, config: {severity: warn}}}]}]}]"));
        Assert.Equal(1, (await project.RunAsync("build")).Exit);
        project.Write("models/b.sql", "select id from {{ ref('a') }}");

        await project.SucceedAsync("retry");
        var again = Nodes(project);
        await project.SucceedAsync("build");
        await project.SucceedAsync("retry");
        var nothing = Nodes(project);
        await project.SucceedAsync("build");
        Assert.Equal(1, (await project.RunAsync("retry", "--warn-error")).Exit);

        Assert.Equal(("b c", ""), (again, nothing));
        Assert.Equal("accepted_values_a_id__2", Nodes(project));
    }

    [Fact]
    public async Task G30_A_failing_hook_at_the_end_leaves_the_models_as_they_are()
    {
        using var project = new GotchaProject(("dbt_project.yml", "on-run-end: [\"select * from nowhere\"]\n"), ("models/a.sql", Model));

        var call = await project.RunAsync("run");

        Assert.Equal(1, call.Exit);
        var results = RunResults.Parse(project.Read("target/run_results.json")).Lines();
        Assert.Contains(results.Split('\n'), line => line.Contains("model.toy.a", StringComparison.Ordinal) && line.Contains("success", StringComparison.Ordinal));
    }

    [Fact]
    public async Task G31_A_source_that_cannot_be_read_does_not_keep_others_from_being_looked_at()
    {
        using var project = new GotchaProject(
            ("models/kept.sql", "{{ config(materialized='table') }}select now()::timestamp as at_time"),
            ("models/sources.yml", "sources:\n  - name: raw\n    schema: main\n    loaded_at_field: at_time\n    freshness: { warn_after: { count: 1, period: day } }\n    tables: [{ name: absent }, { name: kept }]\n"));
        await project.SucceedAsync("run");

        var call = await project.RunAsync("source", "freshness");

        Assert.Equal(1, call.Exit);
        Assert.Contains("\"status\": \"pass\"", project.Read("target/sources.json").Replace("\":\"", "\": \"", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 2)]
    [InlineData(", lookback=0", 1)]
    [InlineData(", lookback=3", 4)]
    public async Task G32_A_lookback_of_some_batches_builds_one_more(string lookback, int batches)
    {
        const string Config = "{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='at_time', batch_size='year', begin='2010-01-01'";
        using var project = new GotchaProject(("models/m.sql", Config + lookback + ") }}select '{{ invocation_id }}' as run, '{{ model.batch.id }}' as batch, timestamp '{{ model.batch.event_time_start }}' as at_time"));
        await project.SucceedAsync("run");

        await project.SucceedAsync("run");

        Assert.Equal($"{batches}", await project.QueryAsync("select count(*) from m where run = (select run from m order by at_time desc limit 1)"));
    }

    [Fact]
    public async Task G36_A_limit_limits_the_failures_that_are_stored()
    {
        using var project = new GotchaProject(
            ("models/m.sql", "select * from (values (null), (null), (null)) as t(id)"),
            ("models/m.yml", "models:\n  - name: m\n    columns:\n      - name: id\n        data_tests:\n          - not_null: { config: { limit: 1, store_failures: true, alias: kept } }\n"));

        Assert.Equal(1, (await project.RunAsync("build")).Exit);

        Assert.Equal("1", await project.QueryAsync("select count(*) from main_dbt_test__audit.kept"));
    }

    [Fact]
    public async Task G37_An_alias_may_hold_dots_and_spaces()
    {
        using var project = new GotchaProject(("models/m.sql", "{{ config(alias='my table.v1', materialized='table') }}select 1 as id"), ("models/n.sql", "select * from {{ ref('m') }}"));

        await project.SucceedAsync("run");
        await project.SucceedAsync("run");

        Assert.Equal("1", await project.QueryAsync("select id from \"my table.v1\""));
    }

    [Fact]
    public async Task G40_Storing_failures_makes_a_table_for_a_passing_test_too()
    {
        using var project = new GotchaProject(
            ("models/m.sql", Model),
            ("models/m.yml", "models:\n  - name: m\n    columns:\n      - name: id\n        data_tests: [not_null, unique]\n"));

        await project.SucceedAsync("build", "--store-failures");

        Assert.Equal("2", await project.QueryAsync("select count(*) from duckdb_tables() where schema_name = 'main_dbt_test__audit'"));
    }

    [Fact]
    public async Task G43_This_in_a_hook_is_the_relation_of_the_model_that_runs_it()
    {
        using var project = new GotchaProject(
            ("dbt_project.yml", "models:\n  toy:\n    +post-hook: \"create or replace table seen as select '{{ this.identifier }}' as name\"\n"),
            ("models/m.sql", "{{ config(alias='renamed') }}select 1 as id"));

        await project.SucceedAsync("run");

        Assert.Equal("renamed", await project.QueryAsync("select name from seen"));
    }

    private static string Nodes(GotchaProject project)
    {
        using var results = JsonDocument.Parse(project.Read("target/run_results.json"));
        return string.Join(' ', results.RootElement.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("unique_id").GetString()!.Split('.')[2]));
    }
}
