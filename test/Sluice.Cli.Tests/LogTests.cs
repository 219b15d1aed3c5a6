using System.Text.Json;

namespace Sluice.Cli.Tests;

/// <summary>What is kept in logs/dbt.log, and what programs read of a command.</summary>
public sealed class LogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-log-").FullName;

    public LogTests()
    {
        Project("");
        File.WriteAllText(Path.Combine(_folder, "profiles.yml"), $"p: {{ target: d, outputs: {{ d: {{ type: duckdb, path: '{_folder}/x.duckdb' }} }} }}\n");
        Directory.CreateDirectory(Path.Combine(_folder, "models"));
        File.WriteAllText(Path.Combine(_folder, "models", "a.sql"), "{{ log('said', info=true) }}{{ log('whispered: é') }}{{ print('shown') }}select 1 as id");
    }

    [Fact]
    public async Task The_log_file_keeps_all_that_is_said_over_commands_even_in_quiet()
    {
        await RunAsync("parse --quiet");
        var host = await RunAsync("parse --use-colors");

        var lines = await File.ReadAllLinesAsync(LogPath(), TestContext.Current.CancellationToken);
        Assert.Equal(2, lines.Count(line => line.StartsWith("==============================", StringComparison.Ordinal)));
        Assert.Equal(2, lines.Count(line => line.EndsWith("]: said", StringComparison.Ordinal)));
        Assert.Equal(2, lines.Count(line => line.EndsWith("]: whispered: é", StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.Contains(" [info ] [", StringComparison.Ordinal) && line.Contains("Running with dbt=1.11", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains(" [debug] [", StringComparison.Ordinal) && line.Contains("Command `sluice parse --quiet` succeeded", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains('\e'));
        Assert.DoesNotContain("whispered", host.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_the_log_nor_the_artifacts_hold_a_password_of_the_command_line()
    {
        await RunAsync("run --vars {api_token:hush,label:shown}");

        var log = await File.ReadAllTextAsync(LogPath(), TestContext.Current.CancellationToken);
        using var results = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_folder, "target", "run_results.json"), TestContext.Current.CancellationToken));
        Assert.DoesNotContain("hush", log, StringComparison.Ordinal);
        Assert.Equal("sluice run --vars {api_token:***,label:shown}", results.RootElement.GetProperty("args").GetProperty("invocation_command").GetString());
    }

    [Fact]
    public async Task Json_lines_have_the_members_that_tools_around_dbt_read()
    {
        var host = await RunAsync("parse --log-format json");

        var lines = host.Error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var infos = lines.ConvertAll(line => line.GetProperty("info"));
        Assert.Equal("MainReportVersion", infos[0].GetProperty("name").GetString());
        Assert.Equal("=1.11.14", lines[0].GetProperty("data").GetProperty("version").GetString());
        Assert.Contains(infos, info => info.GetProperty("name").GetString() == "JinjaLogInfo" && info.GetProperty("msg").GetString() == "said");
        Assert.All(infos, info => Assert.Equal(
            ["name", "code", "level", "ts", "msg", "invocation_id", "pid", "thread", "category", "extra"], info.EnumerateObject().Select(member => member.Name)));
        Assert.Single(infos.Select(info => info.GetProperty("invocation_id").GetString()).Distinct(StringComparer.Ordinal));
        Assert.StartsWith("{\"info\":", (await File.ReadAllLinesAsync(LogPath(), TestContext.Current.CancellationToken))[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tools_around_dbt_find_the_events_of_a_run_and_their_members()
    {
        var host = await RunAsync("run --log-format json --log-level debug --threads 3");

        var lines = host.Error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)
            .GroupBy(line => line.GetProperty("info").GetProperty("name").GetString()!, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First().GetProperty("data"), StringComparer.Ordinal);
        Assert.Equal(3, lines["ConcurrencyLine"].GetProperty("num_threads").GetInt32());
        Assert.Equal("1 model", lines["FoundStats"].GetProperty("stat_line").GetString());
        Assert.Equal("shown", lines["PrintEvent"].GetProperty("msg").GetString());
        Assert.Equal("compiling", lines["NodeCompiling"].GetProperty("node_info").GetProperty("node_status").GetString());
        Assert.Equal("executing", lines["NodeExecuting"].GetProperty("node_info").GetProperty("node_status").GetString());
        Assert.Equal("success", lines["NodeFinished"].GetProperty("run_result").GetProperty("status").GetString());
        Assert.True(lines["CommandCompleted"].GetProperty("success").GetBoolean());
    }

    [Fact]
    public async Task An_error_is_a_main_error_with_its_text_and_place()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "models", "b.sql"), "select {{ ref('nowhere') }}", TestContext.Current.CancellationToken);

        var host = await RunAsync("parse --log-format json");

        var error = host.Error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)
            .Single(line => line.GetProperty("info").GetProperty("level").GetString() == "error");
        Assert.Equal("MainEncounteredError", error.GetProperty("info").GetProperty("name").GetString());
        Assert.Equal("models/b.sql", error.GetProperty("data").GetProperty("file").GetString());
        Assert.Contains("nowhere", error.GetProperty("data").GetProperty("exc").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "", "", "logs")]
    [InlineData("log-path: of_project", "", "", "of_project")]
    [InlineData("log-path: of_project\nflags: { log_path: of_flags }", "", "", "of_flags")]
    [InlineData("log-path: of_project", "of_variable", "", "of_variable")]
    [InlineData("log-path: of_project", "of_variable", "--log-path of_option", "of_option")]
    public async Task The_log_lies_where_the_option_the_environment_or_the_project_says(string project, string variable, string option, string expected)
    {
        Project(project);

        await RunAsync($"parse {option}", ("DBT_LOG_PATH", variable));

        Assert.True(File.Exists(LogPath(expected)));
    }

    [Fact]
    public async Task A_log_that_is_too_long_begins_anew_and_five_older_ones_are_kept()
    {
        for (var i = 0; i < 8; i++)
        {
            await RunAsync("parse --log-file-max-bytes 100");
        }

        var names = Directory.GetFiles(Path.Combine(_folder, "logs")).Select(Path.GetFileName).Order(StringComparer.Ordinal);
        Assert.Equal(["dbt.log", "dbt.log.1", "dbt.log.2", "dbt.log.3", "dbt.log.4", "dbt.log.5"], names);
    }

    [Fact]
    public async Task Without_a_level_for_the_file_there_is_none()
    {
        await RunAsync("parse --log-level-file none");

        Assert.False(Directory.Exists(Path.Combine(_folder, "logs")));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_told_only_where_it_is_asked_for()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "logs"), "a file", TestContext.Current.CancellationToken);

        var silent = await RunAsync("parse");
        var told = await RunAsync("parse --log-path logs");

        Assert.DoesNotContain("there is no log", silent.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("there is no log", told.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Print_is_on_standard_output_even_in_quiet_and_no_print_silences_it()
    {
        var quiet = await RunAsync("parse --quiet");
        var silent = await RunAsync("parse --no-print");

        Assert.Equal("shown\n", quiet.Output.ToString());
        Assert.Empty(silent.Output.ToString());
    }

    public void Dispose()
    {
        Environment.CurrentDirectory = Path.GetTempPath();
        Directory.Delete(_folder, recursive: true);
    }

    private string LogPath(string folder = "logs") => Path.Combine(_folder, folder, "dbt.log");

    private async Task<FakeHost> RunAsync(string line, params (string Name, string Value)[] environment)
    {
        var host = new FakeHost { StartFolder = _folder };
        foreach (var (name, value) in environment)
        {
            host.Environment[name] = value;
        }

        await host.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return host;
    }

    private void Project(string more) => File.WriteAllText(Path.Combine(_folder, "dbt_project.yml"), $"name: proj\nprofile: p\n{more}\n");
}
