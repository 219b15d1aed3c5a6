namespace Sluice.Cli.Tests;

/// <summary>Options that the environment and the project give, and what becomes of warnings.</summary>
public sealed class FlagTests : IDisposable
{
    private const string NothingMatches = "ls --select nothing";

    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-flags-").FullName;

    public FlagTests()
    {
        Project("");
        File.WriteAllText(Path.Combine(_folder, "profiles.yml"), "p: { target: d, outputs: { d: { type: duckdb, path: x.duckdb } } }\n");
    }

    [Theory]
    [InlineData("", "", "", ExitCode.Ok)]
    [InlineData("flags: { warn_error: true }", "", "", ExitCode.Usage)]
    [InlineData("", "true", "", ExitCode.Usage)]
    [InlineData("", "", "--warn-error", ExitCode.Usage)]
    [InlineData("flags: { warn_error: true }", "false", "", ExitCode.Ok)]
    [InlineData("flags: { warn_error: true }", "true", "--no-warn-error", ExitCode.Ok)]
    [InlineData("flags: { warn_error: false }", "false", "--warn-error", ExitCode.Usage)]
    public async Task The_command_line_outranks_the_environment_and_that_the_project(string flags, string variable, string option, int expected)
    {
        Project(flags);

        var exit = await RunAsync($"{NothingMatches} {option}", ("DBT_WARN_ERROR", variable));

        Assert.Equal(expected, exit);
    }

    [Theory]
    [InlineData("{error: all}", ExitCode.Usage, true)]
    [InlineData("{include: '*'}", ExitCode.Usage, true)]
    [InlineData("{include: all, exclude: [NoNodesForSelectionCriteria]}", ExitCode.Ok, true)]
    [InlineData("{error: all, warn: [NoNodesForSelectionCriteria]}", ExitCode.Ok, true)]
    [InlineData("{\"error\": [\"NoNodesForSelectionCriteria\"]}", ExitCode.Usage, true)]
    [InlineData("{error: [SLUICE2150]}", ExitCode.Usage, true)]
    [InlineData("{error: [JinjaLogWarning]}", ExitCode.Ok, true)]
    [InlineData("{error: all, silence: [NoNodesForSelectionCriteria]}", ExitCode.Ok, false)]
    public async Task Warn_error_options_say_what_becomes_of_each_warning(string options, int expected, bool isShown)
    {
        var host = Host();

        var exit = await host.RunAsync([.. NothingMatches.Split(' '), "--warn-error-options", options]);

        Assert.Equal(expected, exit);
        Assert.Equal(isShown, host.Error.ToString().Contains("matches nothing", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{error: all, wrong: []}")]
    [InlineData("{error: all, include: all}")]
    [InlineData("[all]")]
    [InlineData("{error: 3}")]
    public async Task Wrong_warn_error_options_are_named(string options)
    {
        var host = Host();

        var exit = await host.RunAsync([.. NothingMatches.Split(' '), "--warn-error-options", options]);

        Assert.Equal(ExitCode.Usage, exit);
        Assert.Contains("SLUICE5019", host.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Warn_error_options_may_stand_in_the_project()
    {
        Project("flags:\n  warn_error_options:\n    error: all\n    silence: [NoNodesForSelectionCriteria]");

        Assert.Equal(ExitCode.Ok, await RunAsync(NothingMatches));
    }

    [Fact]
    public async Task A_warning_of_a_template_is_an_error_with_warn_error()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "models"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "models", "a.sql"), "{% do exceptions.warn('look here') %}select 1 as id", TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Ok, await RunAsync("parse"));
        Assert.Equal(ExitCode.Usage, await RunAsync("parse --warn-error"));
        Assert.Equal(ExitCode.Ok, await RunAsync("parse", ("DBT_ENGINE_WARN_ERROR_OPTIONS", "{error: all, warn: [JinjaLogWarning]}")));
    }

    [Fact]
    public async Task Unknown_flags_of_a_project_are_one_warning_and_those_of_dbt_none()
    {
        Project("flags: { partial_parse: true, require_generic_test_arguments_property: true, quite: true, shiny: 1 }");
        var host = Host();

        var exit = await host.RunAsync("parse");

        Assert.Equal(ExitCode.Ok, exit);
        Golden.Check("unknown-flags.txt", host.Error.ToString().Split("\n: ")[0].Replace(_folder, ".", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_flag_of_a_wrong_kind_is_named_with_its_place()
    {
        Project("flags:\n  fail_fast: true\n  use_colors: maybe");
        var host = Host();

        var exit = await host.RunAsync("parse");

        Assert.Equal(ExitCode.Usage, exit);
        Golden.Check("bad-flag.txt", host.Error.ToString());
    }

    [Theory]
    [InlineData("--no-partial-parse --no-populate-cache --cache-selected-only --no-introspect --no-send-anonymous-usage-stats --static-parser")]
    [InlineData("--log-cache-events --printer-width 80 --log-level-file debug --log-format-file json --no-use-colors-file --single-threaded --record-timing-info x.prof")]
    [InlineData("--quiet --no-version-check --log-level warn --no-print --no-write-json --macro-debugging --no-use-colors")]
    public async Task Options_that_scripts_pass_are_accepted(string options) => Assert.Equal(ExitCode.Ok, await RunAsync($"parse {options}"));

    [Fact]
    public async Task Clone_is_not_supported_and_says_what_to_do()
    {
        var host = Host();

        var exit = await host.RunAsync("clone", "--state", "x");

        Assert.Equal(ExitCode.Usage, exit);
        Golden.Check("clone.txt", host.Error.ToString());
    }

    public void Dispose()
    {
        Environment.CurrentDirectory = Path.GetTempPath();
        Directory.Delete(_folder, recursive: true);
    }

    private FakeHost Host() => new() { StartFolder = _folder };

    private Task<int> RunAsync(string line, params (string Name, string Value)[] environment)
    {
        var host = Host();
        foreach (var (name, value) in environment)
        {
            host.Environment[name] = value;
        }

        return host.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    private void Project(string more) => File.WriteAllText(Path.Combine(_folder, "dbt_project.yml"), $"name: proj\nprofile: p\n{more}\n");
}
