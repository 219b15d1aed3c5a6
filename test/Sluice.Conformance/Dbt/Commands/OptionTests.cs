using System.Text.Json;
using Sluice.Conformance.Dbt.Gotchas;

namespace Sluice.Conformance.Dbt.Commands;

/// <summary>What options of dbt do.</summary>
[Collection(OneFolderAtATime.Name)]
public sealed class OptionTests
{
    private static readonly (string Path, string Text)[] Files =
    [
        ("models/a.sql", "{{ config(materialized='table', tags=['t'], meta={'owner': 'me'}) }}select 1 as id"),
        ("models/b.sql", "select * from {{ ref('a') }} where id = {{ var('id', 1) }}"),
        ("models/p.yml", "exposures: [{name: page, type: dashboard, owner: {name: me}, depends_on: [ref('b')]}]"),
    ];

    [Theory]
    [InlineData("select 1 as id", 0, "Done. PASS=2 WARN=0 ERROR=0 SKIP=0 NO-OP=1 TOTAL=3")]
    [InlineData("select x as id", 1, "Done. PASS=1 WARN=0 ERROR=1 SKIP=1 NO-OP=0 TOTAL=3")]
    public async Task An_exposure_counts_in_the_last_line_of_build(string b, int exit, string line)
    {
        using var project = new GotchaProject([.. Files, ("models/b.sql", b + " from {{ ref('a') }}")]);

        var call = await project.RunAsync("build");

        Assert.Equal(exit, call.Exit);
        Assert.Contains(line, call.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ls_gives_the_members_of_the_manifest_and_members_of_those()
    {
        using var project = new GotchaProject(Files);

        var usual = JsonElement.Parse(await project.SucceedAsync("ls", "--output", "json", "--select", "a"));
        var chosen = await project.SucceedAsync("ls", "--output", "json", "--output-keys", "name config.materialized", "meta", "nothing", "--select", "a");

        Assert.Equal(
            ["alias", "name", "package_name", "depends_on", "tags", "config", "resource_type", "original_file_path", "unique_id"], usual.EnumerateObject().Select(member => member.Name));
        Assert.Equal("ignore", usual.GetProperty("config").GetProperty("on_schema_change").GetString());
        Assert.Equal("{\"name\":\"a\",\"config.materialized\":\"table\",\"meta\":{\"owner\":\"me\"}}\n", chosen);
    }

    [Fact]
    public async Task Show_takes_a_query_as_it_is()
    {
        using var project = new GotchaProject(Files);

        var output = await project.SucceedAsync("show", "--inline-direct", "select '{{ x }}' as text union all select 'b' order by 1 desc", "--limit", "1", "--output", "json");

        Assert.Equal("{{ x }}", JsonElement.Parse(output).GetProperty("show")[0].GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_project_that_is_broken_can_be_cleaned()
    {
        using var project = new GotchaProject([.. Files, ("dbt_project.yml", "clean-targets: [target, dbt_packages]\n")]);
        await project.SucceedAsync("compile");
        project.Write("models/a.sql", "{% if %}");
        project.Write("packages.yml", "packages: [{package: us/missing, version: 1.0.0}]");
        File.Delete(Path.Combine(project.Folder, "profiles.yml"));

        await project.SucceedAsync("clean");

        Assert.False(project.Exists("target/manifest.json"));
    }

    [Theory]
    [InlineData("models")]
    [InlineData(".")]
    [InlineData("../elsewhere")]
    public async Task What_cannot_be_made_again_is_not_cleaned(string target)
    {
        using var project = new GotchaProject([.. Files, ("dbt_project.yml", $"clean-targets: ['{target}']\n")]);

        var call = await project.RunAsync("clean");

        Assert.Equal(2, call.Exit);
        Assert.Contains("SLUICE5015", call.Error, StringComparison.Ordinal);
        Assert.True(project.Exists("models/a.sql"));
    }

    [Fact]
    public async Task Debug_prints_the_folder_of_the_profile()
    {
        using var project = new GotchaProject(Files);

        Assert.Equal(project.Folder + "\n", await project.SucceedAsync("debug", "--config-dir"));
    }

    [Fact]
    public async Task Freshness_is_written_where_the_target_path_says()
    {
        using var project = new GotchaProject(Files);

        await project.SucceedAsync("source", "freshness", "--target-path", "elsewhere");

        Assert.True(project.Exists("elsewhere/sources.json"));
        Assert.False(project.Exists("target/sources.json"));
    }

    [Theory]
    [InlineData("--quiet", "QUIET", "True")]
    [InlineData("--fail-fast", "FAIL_FAST", "True")]
    [InlineData("--empty", "EMPTY", "True")]
    [InlineData("--full-refresh", "full_refresh", "True")]
    [InlineData("--log-format json", "LOG_FORMAT", "json")]
    [InlineData("--no-print", "PRINT", "False")]
    public async Task Templates_see_the_flags(string option, string flag, string expected)
    {
        using var project = new GotchaProject(("models/m.sql", $"select '{{{{ flags.{flag} }}}}' as flag"));

        await project.SucceedAsync(["run", .. option.Split(' ')]);

        Assert.Equal(expected, await project.QueryAsync("select flag from m"));
    }

    [Fact]
    public async Task Templates_see_what_was_typed()
    {
        using var project = new GotchaProject(("models/m.sql", "select '{{ invocation_args_dict.which }} {{ invocation_args_dict.select | join(\",\") }} {{ invocation_args_dict.threads }}' as args"));

        await project.SucceedAsync("run", "--select", "m", "--threads", "2");

        Assert.Equal("run m 2", await project.QueryAsync("select args from m"));
    }

    [Theory]
    [InlineData("DBT_NO_PRINT", "true", "")]
    [InlineData("DBT_ENGINE_PRINT", "false", "")]
    [InlineData("DBT_PRINT", "true", "said\n")]
    [InlineData("DBT_QUIET", "1", "said\n")]
    public async Task The_environment_gives_options(string variable, string value, string expected)
    {
        using var project = new GotchaProject(("macros/say.sql", "{% macro say() %}{{ print('said') }}{% endmacro %}"));

        var call = await project.RunAsync(["run-operation", "say"], (variable, value));

        Assert.Equal((0, expected), (call.Exit, call.Output));
    }
}
