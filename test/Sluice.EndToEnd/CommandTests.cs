using System.Text.Json;
using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd;

/// <summary>The commands beside run: what they print, and that it goes to the right stream.</summary>
public sealed class CommandTests
{
    private static ProjectFolder Shop() => ProjectFolder.Toy(
        ("seeds/raw.csv", "id,name,price\n1,a,1.5\n2,b,\n3,c,12.25\n"),
        ("models/stg.sql", "select id, name, price\nfrom {{ ref('raw') }}\n"),
        ("models/mart.sql", "{{ config(materialized='table', tags=['nightly']) }}\nselect id, upper(name) as name, coalesce(price, 0) as price\nfrom {{ ref('stg') }}\norder by id\n"),
        ("models/schema.yml", "models:\n  - name: mart\n    columns:\n      - name: id\n        data_tests: [unique, not_null]\n"),
        ("macros/mk.sql", "{% macro mk(name, rows) %}{% do run_query('create table ' ~ name ~ ' as select * from range(' ~ rows ~ ') as t(i)') %}{{ print('made ' ~ name) }}{% endmacro %}\n"));

    [Fact]
    public async Task Ls_lists_what_select_takes()
    {
        using var folder = Shop();

        var result = await folder.RunAsync("ls");

        Assert.Equal("toy.mart\ntoy.stg\ntoy.raw\ntoy.not_null_mart_id\ntoy.unique_mart_id\n", result.Ends(0).Output);
        Assert.Empty(result.Error);
    }

    [Theory]
    [InlineData("name", "mart\nstg\n")]
    [InlineData("path", "models/mart.sql\nmodels/stg.sql\n")]
    [InlineData("selector", "toy.mart\ntoy.stg\n")]
    public async Task Ls_has_forms(string form, string expected)
    {
        using var folder = Shop();

        var result = await folder.RunAsync("ls", "--output", form, "--resource-type", "model");

        Assert.Equal(expected, result.Ends(0).Output);
    }

    [Fact]
    public async Task Ls_as_json_is_one_object_a_line_with_the_keys_asked_for()
    {
        using var folder = Shop();

        var result = await folder.RunAsync("ls", "--output", "json", "--output-keys", "name", "tags", "--select", "tag:nightly", "--resource-type", "model");

        Assert.Equal("{\"name\":\"mart\",\"tags\":[\"nightly\"]}\n", result.Ends(0).Output);
    }

    [Fact]
    public async Task Ls_does_not_open_the_database()
    {
        using var folder = Shop();

        (await folder.RunAsync("ls")).Ends(0);

        Assert.False(File.Exists(folder.Database));
        Assert.False(Directory.Exists(folder.Path(".sluice")));
    }

    [Fact]
    public async Task Show_prints_the_rows_of_a_model_as_a_table()
    {
        using var folder = Shop();
        (await folder.RunAsync("build")).Ends(0);

        var result = await folder.RunAsync("show", "--select", "mart", "--limit", "2", "--quiet");

        Assert.Equal("| id | name | price |\n| -- | ---- | ----- |\n|  1 | A    |   1.5 |\n|  2 | B    |   0.0 |\n", result.Ends(0).Output.TrimEnd('\n') + "\n");
    }

    [Fact]
    public async Task Show_runs_a_query_of_ones_own()
    {
        using var folder = Shop();
        (await folder.RunAsync("build")).Ends(0);

        var result = await folder.RunAsync("show", "--inline", "select count(*) as n from {{ ref('mart') }}", "--output", "json", "--quiet");

        using var document = JsonDocument.Parse(result.Ends(0).Output);
        Assert.Equal(3, document.RootElement.GetProperty("show")[0].GetProperty("n").GetInt64());
    }

    [Fact]
    public async Task Compile_prints_the_sql_of_one_model_and_writes_it()
    {
        using var folder = Shop();

        var result = await folder.RunAsync("compile", "--select", "mart", "--resource-type", "model");

        const string Sql = "\nselect id, upper(name) as name, coalesce(price, 0) as price\nfrom \"toy\".\"main\".\"stg\"\norder by id\n";
        Assert.Contains(Sql.Trim(), result.Ends(0).Output, StringComparison.Ordinal);
        Assert.Equal(Sql.Trim(), folder.Read("target/compiled/toy/models/mart.sql").Trim());
    }

    [Fact]
    public async Task A_run_writes_compiled_and_executed_sql_and_results_in_dbts_form()
    {
        using var folder = Shop();

        (await folder.RunAsync("build")).Ends(0);

        Assert.Contains("coalesce(price, 0)", folder.Read("target/compiled/toy/models/mart.sql"), StringComparison.Ordinal);
        Assert.Contains("coalesce(price, 0)", folder.Read("target/run/toy/models/mart.sql"), StringComparison.Ordinal);
        Assert.True(File.Exists(folder.Path("target/compiled/toy/models/schema.yml/unique_mart_id.sql")));
        using var document = JsonDocument.Parse(folder.Read("target/run_results.json"));
        Assert.Equal("https://schemas.getdbt.com/dbt/run-results/v6.json", document.RootElement.GetProperty("metadata").GetProperty("dbt_schema_version").GetString());
        var results = document.RootElement.GetProperty("results").EnumerateArray().ToDictionary(
            result => result.GetProperty("unique_id").GetString()!, result => result.GetProperty("status").GetString()!, StringComparer.Ordinal);
        Assert.Equal("success", results["model.toy.mart"]);
        Assert.Equal("success", results["seed.toy.raw"]);
        Assert.Equal("pass", results.Single(result => result.Key.StartsWith("test.toy.unique_mart_id", StringComparison.Ordinal)).Value);
        Assert.All(document.RootElement.GetProperty("results").EnumerateArray(), result => Assert.Equal(
            ["status", "timing", "thread_id", "execution_time", "adapter_response", "message", "failures", "unique_id", "compiled", "compiled_code", "relation_name", "batch_results"],
            result.EnumerateObject().Select(member => member.Name)));
    }

    [Fact]
    public async Task Run_operation_calls_a_macro_with_arguments_and_prints_what_it_prints()
    {
        using var folder = Shop();

        var result = await folder.RunAsync("run-operation", "mk", "--args", "{name: t1, rows: 3}", "--quiet");

        Assert.Equal("made t1\n", result.Ends(0).Output);
        Assert.Equal("3", await Database.ScalarAsync(folder.Database, "select count(*) from t1"));
    }

    [Fact]
    public async Task Run_operation_with_an_error_of_the_database_fails()
    {
        using var folder = Shop();

        var result = await folder.RunAsync("run-operation", "mk", "--args", "{name: 'a b', rows: 3}");

        Golden.Check("operation-fails.txt", Masked.Text(result.Ends(1).Error, folder));
    }

    [Fact]
    public async Task Runs_lists_the_runs_and_their_steps()
    {
        using var folder = Shop();
        (await folder.RunAsync("seed")).Ends(0);
        (await folder.RunAsync("run")).Ends(0);

        using var runs = JsonDocument.Parse((await folder.RunAsync("runs", "--output", "json")).Ends(0).Output);
        using var last = JsonDocument.Parse((await folder.RunAsync("runs", "last", "--output", "json")).Ends(0).Output);

        Assert.Equal(2, runs.RootElement.GetArrayLength());
        Assert.Equal(["model.toy.stg", "model.toy.mart"], last.RootElement.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("step").GetString()));
    }

    [Fact]
    public async Task Runs_and_steps_are_listed_for_people()
    {
        using var folder = Shop();
        (await folder.RunAsync("build")).Ends(0);
        (await folder.RunAsync("run")).Ends(0);

        var runs = await folder.RunAsync("runs");
        var last = await folder.RunAsync("runs", "last");

        Assert.Matches(@"^\| run +\| started +\| +took \| status +\| steps +\| what +\|$", runs.Ends(0).Output.Split('\n')[0]);
        Assert.Matches(@"^\| [0-9a-f]{8}-[0-9a-f]{4} \| \d{4}-\d\d-\d\d \d\d:\d\d \| +[0-9.]+ s \| succeeded \| 2 (ok|same) +\| run +\|$", runs.Output.Split('\n')[2]);
        Assert.Matches(@"^\| stg +\| (view|table) +\| (succeeded|unchanged) +\|", last.Ends(0).Output.Split('\n')[2]);
        var id = runs.Output.Split('\n')[2].Split('|')[1].Trim();
        Assert.Contains(id, (await folder.RunAsync("runs", id)).Ends(0).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compile_prints_the_one_model_that_was_asked_for_though_its_tests_come_with_it()
    {
        using var folder = Shop();

        var result = await folder.RunAsync("compile", "--select", "mart");

        Assert.StartsWith("select", result.Ends(0).Output.TrimStart(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("nodes compiled", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parse_says_that_nothing_is_wrong()
    {
        using var folder = Shop();

        var result = await folder.RunAsync("parse");

        Assert.Contains("nothing wrong", result.Ends(0).Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.Database));
    }

    [Fact]
    public async Task Debug_shows_the_project_and_that_the_database_opens()
    {
        using var folder = Shop();

        var result = await folder.RunAsync("debug");

        Golden.Check("debug.txt", Masked.Text(result.Ends(0).Output, folder));
    }

    [Fact]
    public async Task Clean_deletes_the_target_folder_and_keeps_the_database()
    {
        using var folder = Shop();
        (await folder.RunAsync("build")).Ends(0);

        (await folder.RunAsync("clean")).Ends(0);

        Assert.False(Directory.Exists(folder.Path("target")));
        Assert.True(File.Exists(folder.Database));
    }

    [Fact]
    public async Task Clean_never_deletes_sources_or_what_lies_outside()
    {
        using var folder = Shop();
        folder.Write("dbt_project.yml", "name: toy\nprofile: toy\nclean-targets: [models, ../elsewhere, target]\n");

        var result = await folder.RunAsync("clean");

        result.Ends(2);
        Assert.True(File.Exists(folder.Path("models/mart.sql")));
        Assert.Contains("SLUICE5015", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quiet_says_nothing_where_nothing_is_wrong()
    {
        using var folder = Shop();

        var result = await folder.RunAsync("build", "--quiet");

        Assert.Empty(result.Ends(0).Error);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task Log_format_json_says_everything_as_objects()
    {
        using var folder = Shop();

        var result = await folder.RunAsync("build", "--log-format", "json");

        Assert.All(result.Ends(0).Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), line =>
        {
            using var document = JsonDocument.Parse(line);
            Assert.True(document.RootElement.GetProperty("info").TryGetProperty("level", out _), line);
        });
    }

    [Fact]
    public async Task Colours_are_off_where_there_is_no_terminal_and_on_where_they_are_asked_for()
    {
        using var folder = Shop();

        var plain = await folder.RunAsync("build");
        var coloured = await folder.RunAsync("build", "--use-colors");

        Assert.DoesNotContain('\e', plain.Ends(0).Error);
        Assert.Contains("\e[32m", coloured.Ends(0).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_environment_gives_options_and_the_command_line_outranks_it()
    {
        using var folder = Shop();
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["DBT_TARGET"] = "nowhere", ["DBT_QUIET"] = "1" };

        var wrong = await folder.RunWithAsync(environment, "parse");
        var right = await folder.RunWithAsync(environment, "parse", "--target", "dev");

        wrong.Ends(2);
        Assert.Empty(right.Ends(0).Error);
    }

    [Fact]
    public async Task A_warning_is_an_error_where_the_user_says_so()
    {
        using var folder = Shop();

        var lenient = await folder.RunAsync("run", "--select", "nothing_like_this");
        var strict = await folder.RunAsync("run", "--select", "nothing_like_this", "--warn-error");

        lenient.Ends(0);
        strict.Ends(2);
    }

    [Fact]
    public async Task Fail_fast_ends_the_run_at_its_first_failure()
    {
        using var folder = ProjectFolder.Toy(("models/a.sql", "select nothing"), ("models/b.sql", "select 1 as id"), ("models/c.sql", "select 1 as id"));

        var result = await folder.RunAsync("run", "--fail-fast", "--threads", "1", "--output", "json");

        using var document = JsonDocument.Parse(result.Ends(1).Output);
        Assert.Equal(2, document.RootElement.GetProperty("counts").GetProperty("skip").GetInt32());
    }

    [Fact]
    public async Task A_project_is_found_from_a_folder_inside_of_it()
    {
        using var folder = Shop();

        var result = await SluiceProcess.RunAsync(folder.Path("models"), null, "ls", "--select", "mart", "--resource-type", "model");

        Assert.Equal("toy.mart\n", result.Ends(0).Output);
    }
}
