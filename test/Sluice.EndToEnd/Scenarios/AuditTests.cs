using System.Text.Json;
using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd.Scenarios;

/// <summary>Who decided on a run, and with what, stays with the run; secrets do not.</summary>
public sealed class AuditTests
{
    [Fact]
    public async Task A_run_tells_who_asked_for_it_and_with_what()
    {
        using var folder = ScenarioProjects.Growth();
        (await folder.RunAsync("run", "--scenario", "fast")).Ends(0);

        using var json = JsonDocument.Parse((await folder.RunAsync("runs", "last", "--scenario", "fast", "--output", "json")).Ends(0).Output);

        var audit = json.RootElement.GetProperty("audit")[0];
        Assert.Equal("sluice run --scenario fast", audit.GetProperty("command").GetString());
        Assert.Equal("fast", audit.GetProperty("scenario").GetString());
        Assert.Equal(Environment.UserName, audit.GetProperty("user").GetString());
        Assert.Equal(folder.Path("toy.fast.duckdb"), audit.GetProperty("database").GetString());
        Assert.Matches("^[0-9a-f]{16}$", audit.GetProperty("configuration").GetString());
        Assert.Equal(["duckdb", "sluice"], audit.GetProperty("versions").EnumerateObject().Select(version => version.Name));
        Assert.Contains("scenario fast, configuration ", (await folder.RunAsync("runs", "last", "--scenario", "fast")).Ends(0).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_summary_of_the_run_lies_beside_its_reports()
    {
        using var folder = ScenarioProjects.Growth();
        (await folder.RunAsync("run", "--scenario", "base,fast")).Ends(0);

        using var json = JsonDocument.Parse(folder.Read("target/fast/reports/run.json"));
        Assert.Equal("succeeded fast", $"{json.RootElement.GetProperty("status")} {json.RootElement.GetProperty("audit")[0].GetProperty("scenario")}");
        Assert.Contains("2026", folder.Read("target/fast/reports/run.txt"), StringComparison.Ordinal);
        Assert.Contains("| people   |", (await folder.RunAsync("diff", "target", "target/fast", "--select", "people", "per_year")).Ends(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_as_a_page_loads_nothing()
    {
        using var folder = ScenarioProjects.Growth();
        folder.Write("sluice.yml", folder.Read("sluice.yml") + "  page: { model: per_year, path: reports/page.html, format: html }\n");
        (await folder.RunAsync("run")).Ends(0);

        var page = folder.Read("target/reports/page.html");
        Assert.Equal(2, page.Split("<svg ").Length - 1);
        Assert.Contains("<title>2026: 1,616</title>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_configuration_is_another_when_a_file_or_a_variable_is()
    {
        using var folder = ScenarioProjects.Growth();
        var first = await HashAsync(folder);
        Assert.Equal(first, await HashAsync(folder));
        Assert.NotEqual(first, await HashAsync(folder, "--vars", "{rate: 5}"));
        folder.Write("models/summary.sql", folder.Read("models/summary.sql") + "-- changed\n");
        Assert.NotEqual(first, await HashAsync(folder));
    }

    [Fact]
    public async Task Secrets_are_not_kept_with_a_run()
    {
        using var folder = ScenarioProjects.Growth();
        folder.Write("dbt_project.yml", folder.Read("dbt_project.yml") + "  api_token: none\n");
        folder.Write("models/user.sql", "select '{{ var(\"api_token\") }}' <> '' as x\n");
        (await folder.RunWithAsync(
            new Dictionary<string, string> { ["DBT_ENV_SECRET_KEY"] = "hunter2hunter2" },
            "run", "--vars", "{api_token: s3cr3t-value, label: hunter2hunter2}")).Ends(0);

        var call = (await folder.RunAsync("runs", "last", "--output", "json")).Ends(0);

        Assert.Contains("{api_token: ***, label: ***}", call.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t-value", call.Output, StringComparison.Ordinal);
        var kept = File.ReadAllBytes(folder.Path(".sluice/state.db")).Concat(File.Exists(folder.Path(".sluice/state.db-wal")) ? File.ReadAllBytes(folder.Path(".sluice/state.db-wal")) : []);
        Assert.DoesNotContain("s3cr3t-value", System.Text.Encoding.Latin1.GetString([.. kept]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_in_a_repository_tells_the_revision()
    {
        using var folder = ScenarioProjects.Growth().Write(".git/HEAD", "ref: refs/heads/main\n").Write(".git/refs/heads/main", "0123456789abcdef0123456789abcdef01234567\n");
        (await folder.RunAsync("run")).Ends(0);

        Assert.Contains("revision 0123456789abcdef0123456789abcdef01234567", (await folder.RunAsync("runs", "last")).Ends(0).Error, StringComparison.Ordinal);
    }

    private static async Task<string> HashAsync(ProjectFolder folder, params IEnumerable<string> more)
    {
        (await folder.RunAsync(["run", "--force", .. more])).Ends(0);
        using var json = JsonDocument.Parse((await folder.RunAsync("runs", "last", "--output", "json")).Ends(0).Output);
        return json.RootElement.GetProperty("audit")[0].GetProperty("configuration").GetString()!;
    }
}
