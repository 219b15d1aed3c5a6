using Sluice.Conformance.Dbt.Gotchas;

namespace Sluice.Conformance.Dbt.Commands;

/// <summary><c>--empty</c> and <c>--sample</c>: models that read less than there is.</summary>
[Collection(OneFolderAtATime.Name)]
public sealed class ReadLessTests
{
    private const string Seed = "id,happened\n1,2024-01-01\n2,2024-01-05\n3,2024-01-09\n";

    private const string Properties = """
        seeds: [{name: events, config: {event_time: happened}}]
        models: [{name: kept, data_tests: [{holds: {}}]}]
        """;

    private const string CountTest = "{% test holds(model) %}select * from (select count(*) as n from {{ model }}) where n <> {{ var('rows', 3) }}{% endtest %}";

    private static GotchaProject Project(string config = "") => new(
        ("seeds/events.csv", Seed),
        ("models/p.yml", Properties),
        ("macros/holds.sql", CountTest),
        ("models/kept.sql", $"{{{{ config(materialized='table'{config}) }}}}select * from {{{{ ref('events') }}}} as e"));

    [Theory]
    [InlineData("--empty")]
    [InlineData("DBT_EMPTY")]
    public async Task With_empty_everything_is_built_of_no_rows(string how)
    {
        using var project = Project();

        var call = await project.RunAsync(how == "--empty" ? ["build", "--empty", "--vars", "rows: 0"] : ["build", "--vars", "rows: 0"], ("DBT_EMPTY", how == "--empty" ? "" : "true"));

        Assert.True(call.Exit == 0, call.Error);
        Assert.Equal("0|3", await project.QueryAsync("select (select count(*) from kept), (select count(*) from events)"));
        Assert.Contains("select * from (select * from \"toy\".\"main\".\"events\" where false limit 0) as e", project.Read("target/compiled/toy/models/kept.sql"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_project_with_partitions_what_was_built_empty_is_built_again()
    {
        using var project = Project();
        project.Write("sluice.yml", "name: toy\n");
        await project.SucceedAsync("run", "--empty");

        await project.SucceedAsync("run");

        Assert.Equal("3", await project.QueryAsync("select count(*) from kept"));
    }

    [Theory]
    [InlineData("{start: 2024-01-04, end: 2024-01-06}", 1)]
    [InlineData("{start: 2024-01-01, end: 2024-01-05 00:00:01}", 2)]
    [InlineData("{\"start\": \"2023-01-01\", \"end\": \"2023-02-01\"}", 0)]
    [InlineData("900 years", 3)]
    [InlineData("1 Day", 0)]
    public async Task A_sample_is_of_what_has_an_event_time(string sample, int rows)
    {
        using var project = Project();

        await project.SucceedAsync("build", "--sample", sample, "--vars", $"rows: {rows}");

        Assert.Equal($"{rows}", await project.QueryAsync("select count(*) from kept"));
    }

    [Fact]
    public async Task Tests_look_at_all_of_what_was_built_from_a_sample()
    {
        using var project = Project(config: ", event_time='happened'");
        await project.SucceedAsync("build");

        await project.SucceedAsync("build", "--select", "kept", "--resource-type", "test", "--sample", "{start: 2024-01-04, end: 2024-01-06}");
    }

    [Fact]
    public async Task A_sample_limits_the_batches_that_are_built()
    {
        using var project = new GotchaProject(
            ("seeds/events.csv", Seed),
            ("models/p.yml", "seeds: [{name: events, config: {event_time: happened}}]"),
            ("models/kept.sql", "{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='happened', begin='2024-01-01', batch_size='day') }}select * from {{ ref('events') }}"));

        await project.SucceedAsync("build", "--sample", "{start: 2024-01-02, end: 2024-01-06}");

        Assert.Equal("2", await project.QueryAsync("select id from kept"));
    }

    [Theory]
    [InlineData("3 weeks")]
    [InlineData("0 days")]
    [InlineData("yesterday")]
    [InlineData("{start: 2024-01-04}")]
    [InlineData("{start: 2024-01-04, end: 2024-01-04}")]
    [InlineData("{start: then, end: 2024-01-04}")]
    public async Task A_sample_that_is_none_is_wrong_usage(string sample)
    {
        using var project = Project();

        var call = await project.RunAsync("run", "--sample", sample);

        Assert.Equal(2, call.Exit);
        Assert.Contains($"`--sample` must be a number of hours, days, months or years, or a start and a later end, found `{sample}`", call.Error, StringComparison.Ordinal);
    }
}
