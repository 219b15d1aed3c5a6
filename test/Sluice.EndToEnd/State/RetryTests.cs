using System.Text.Json;
using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd.State;

/// <summary><c>retry</c>: what failed or was skipped runs again, with the options that the command had.</summary>
public sealed class RetryTests
{
    private static ProjectFolder Broken() => ProjectFolder.Toy(
        ("models/a.sql", "select 1 as id\n"),
        ("models/b.sql", "select {{ var('column', 'missing') }} as id from {{ ref('a') }}\n"),
        ("models/c.sql", "select * from {{ ref('b') }}\n"),
        ("models/schema.yml", "models:\n  - name: a\n    columns:\n      - name: id\n        data_tests: [{accepted_values: {arguments: {values: [2]}, config: {severity: warn}}}]\n"));

    [Fact]
    public async Task Gotcha_29_retry_runs_exactly_what_failed_or_was_skipped()
    {
        using var folder = Broken();
        (await folder.RunAsync("build")).Ends(1);
        folder.Write("models/b.sql", "select id from {{ ref('a') }}\n");

        (await folder.RunAsync("retry")).Ends(0);

        Assert.Equal("model.toy.b success, model.toy.c success", Results(folder));
    }

    [Fact]
    public async Task Gotcha_29_retry_runs_warned_tests_only_with_warn_error()
    {
        using var folder = Broken();
        (await folder.RunAsync("build", "--select", "a")).Ends(0);

        (await folder.RunAsync("retry")).Ends(0);
        var without = Results(folder);
        (await folder.RunAsync("build", "--select", "a")).Ends(0);
        (await folder.RunAsync("retry", "--warn-error")).Ends(1);

        Assert.Equal("", without);
        Assert.StartsWith("test.toy.accepted_values_a_id__2.", Results(folder), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retry_has_the_options_of_the_earlier_command_and_its_own_in_their_place()
    {
        using var folder = Broken();
        (await folder.RunAsync("run", "--exclude", "c", "--vars", "{column: nothing}", "--fail-fast", "--threads", "1")).Ends(1);

        var same = await folder.RunAsync("retry");
        var other = await folder.RunAsync("retry", "--vars", "{column: id}");

        Assert.Contains("nothing", same.Ends(1).Error, StringComparison.Ordinal);
        other.Ends(0);
        Assert.Equal("model.toy.b success", Results(folder));
        using var results = JsonDocument.Parse(folder.Read("target/run_results.json"));
        var args = results.RootElement.GetProperty("args");
        Assert.Equal("run", args.GetProperty("which").GetString());
        Assert.Equal("1", args.GetProperty("threads").GetString());
        Assert.True(args.GetProperty("fail_fast").GetBoolean());
    }

    [Fact]
    public async Task Retry_reads_the_results_that_dbt_wrote()
    {
        using var folder = Broken();
        folder.Write("models/b.sql", "select id from {{ ref('a') }}\n");
        folder.Write("dbt-target/run_results.json", """
            {"metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/run-results/v6.json", "dbt_version": "1.11.2", "env": {}},
             "results": [{"status": "success", "unique_id": "model.toy.a", "failures": null}, {"status": "error", "unique_id": "model.toy.b", "failures": null},
                         {"status": "error", "unique_id": "operation.toy.toy-on-run-end-0", "failures": null}],
             "elapsed_time": 1.5,
             "args": {"which": "run", "select": ["a", "b"], "exclude": [], "vars": {}, "full_refresh": false, "indirect_selection": "eager", "project_dir": "/nowhere",
                      "profiles_dir": "/nowhere", "log_path": "/nowhere", "static_parser": true, "macro_debugging": false, "strict_mode": false, "show_resource_report": false}}
            """);
        (await folder.RunAsync("run", "--select", "a")).Ends(0);

        (await folder.RunAsync("retry", "--state", "dbt-target")).Ends(0);

        Assert.Equal("model.toy.b success", Results(folder));
    }

    [Fact]
    public async Task Retry_says_that_nothing_is_left_to_do()
    {
        using var folder = Broken();
        (await folder.RunAsync("run", "--select", "a")).Ends(0);

        var result = await folder.RunAsync("retry");

        Assert.Contains("nothing to retry: no node of the last `run` failed or was skipped", result.Ends(0).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retry_without_an_earlier_command_says_what_to_do()
    {
        using var folder = Broken();

        var result = await folder.RunAsync("retry");

        Golden.Check("nothing-to-retry.txt", Masked.Text(result.Ends(2).Error, folder));
    }

    [Fact]
    public async Task Retry_of_a_command_that_builds_nothing_says_which_can_be_retried()
    {
        using var folder = Broken();
        (await folder.RunAsync("show", "--select", "a")).Ends(0);

        var result = await folder.RunAsync("retry");

        Golden.Check("a-command-that-cannot-be-retried.txt", Masked.Text(result.Ends(2).Error, folder));
    }

    private static string Results(ProjectFolder folder)
    {
        using var results = JsonDocument.Parse(folder.Read("target/run_results.json"));
        return string.Join(", ", results.RootElement.GetProperty("results").EnumerateArray()
            .Select(result => $"{result.GetProperty("unique_id").GetString()} {result.GetProperty("status").GetString()}").Order(StringComparer.Ordinal));
    }
}
