namespace Sluice.Conformance.Dbt.Gotchas;

/// <summary>What the command line means.</summary>
[Collection(OneFolderAtATime.Name)]
public sealed class CommandGotchaTests
{
    private const string Model = "select 1 as id";

    [Fact]
    public async Task G33_A_wildcard_at_the_end_of_a_folder_means_what_is_in_it()
    {
        using var project = new GotchaProject(("models/staging/a.sql", Model), ("models/staging/deep/b.sql", Model), ("models/c.sql", Model));

        Assert.Equal("toy.staging.a\ntoy.staging.deep.b", Lines(await project.SucceedAsync("ls", "--select", "toy.staging.*")));
        Assert.Equal("toy.staging.a\ntoy.staging.deep.b", Lines(await project.SucceedAsync("ls", "--select", "staging")));
    }

    [Fact]
    public async Task G37_A_folder_may_have_a_name_with_dots_and_spaces()
    {
        using var project = new GotchaProject(("models/v1.0 old/a.sql", Model));

        Assert.Equal("toy.v1.0 old.a", Lines(await project.SucceedAsync("ls", "--select", "a")));
    }

    [Fact]
    public async Task G38_A_snapshot_is_named_by_its_file_and_its_block()
    {
        using var project = new GotchaProject(
            ("models/m.sql", Model),
            ("snapshots/history.sql", "{% snapshot m_history %}{{ config(target_schema='main', unique_key='id', strategy='check', check_cols='all') }}select * from {{ ref('m') }}{% endsnapshot %}"));

        Assert.Equal("toy.history.m_history", Lines(await project.SucceedAsync("ls", "--resource-type", "snapshot")));
    }

    [Fact]
    public async Task G39_Variables_of_the_command_line_may_be_null_and_dates()
    {
        using var project = new GotchaProject(("models/m.sql", "select '{{ var('none') }} {{ var('day') }} {{ var('day').year }} {{ var('list') }}' as x".Replace("var('list')", "var('list') | join('-')", StringComparison.Ordinal)));

        await project.SucceedAsync("run", "--vars", "{none: null, day: 2024-01-02, list: [1, 2]}");

        Assert.Equal("None 2024-01-02 2024 1-2", await project.QueryAsync("select x from m"));
    }

    [Fact]
    public async Task G45_Print_reaches_standard_output_even_when_the_rest_is_quiet()
    {
        using var project = new GotchaProject(("macros/say.sql", "{% macro say() %}{{ print('spoken') }}{{ log('logged', info=true) }}{% endmacro %}"));

        var call = await project.RunAsync("--quiet", "run-operation", "say");

        Assert.True(call.Exit == 0, call.Error);
        Assert.Equal("spoken\n", call.Output);
    }

    private static string Lines(string output) => string.Join('\n', output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
}
