using System.Text.Json;
using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd;

/// <summary>What is unchanged is not built again, and the reason is shown.</summary>
public sealed class UnchangedTests
{
    [Fact]
    public async Task A_second_run_builds_nothing()
    {
        using var folder = Projects.Growth();
        (await folder.RunAsync("run")).Ends(0);

        var second = await folder.RunAsync("run", "--output", "json");

        var steps = Steps(second.Ends(0));
        Assert.Equal(7, steps.Count);
        Assert.All(steps.Values, status => Assert.Equal("unchanged", status));
    }

    [Fact]
    public async Task Force_builds_all_the_same()
    {
        using var folder = Projects.Growth();
        (await folder.RunAsync("run")).Ends(0);

        var second = await folder.RunAsync("run", "--force", "--output", "json");

        Assert.All(Steps(second.Ends(0)).Values, status => Assert.Equal("succeeded", status));
    }

    [Fact]
    public async Task A_project_without_sluice_yml_builds_what_is_selected_each_time()
    {
        using var folder = ProjectFolder.Toy(("models/a.sql", "{{ config(materialized='table') }} select 1 as id"));
        (await folder.RunAsync("run")).Ends(0);

        var second = await folder.RunAsync("run", "--output", "json");

        Assert.Equal("succeeded", Assert.Single(Steps(second.Ends(0))).Value);
    }

    [Fact]
    public async Task A_model_that_comes_out_the_same_leaves_its_readers_alone()
    {
        using var folder = Projects.Growth();
        (await folder.RunAsync("run")).Ends(0);
        folder.Write("models/start.sql", "{{ config(materialized='table') }}\n-- the same, said otherwise\nselect t.id, 100.0 as amount from range(1, 4) as t(id)\n");

        var second = await folder.RunAsync("run", "--output", "json");

        var steps = Steps(second.Ends(0));
        Assert.Equal("succeeded", steps["model.toy.start"]);
        Assert.Equal("unchanged", steps["model.toy.growth[2024]"]);
        Assert.Equal("unchanged", steps["model.toy.total"]);
    }

    [Fact]
    public async Task A_model_that_comes_out_different_rebuilds_its_readers_in_every_partition()
    {
        using var folder = Projects.Growth();
        (await folder.RunAsync("run")).Ends(0);
        folder.Write("models/start.sql", "{{ config(materialized='table') }}\nselect id, 10.0 as amount from range(1, 4) as t(id)\n");

        (await folder.RunAsync("run")).Ends(0);

        Assert.Equal(
            ["2024|30", "2025|60", "2026|120", "2027|240", "2028|480"],
            (await Database.RowsAsync(folder.Database, "select year, amount::integer from total order by year")));
    }

    [Fact]
    public async Task Plan_lists_the_very_steps_that_run_executes()
    {
        using var folder = Projects.Growth();
        (await folder.RunAsync("run", "--select", "start", "growth", "--partition", "2024", "2025")).Ends(0);

        var plan = await folder.RunAsync("plan", "--output", "json");
        var run = await folder.RunAsync("run", "--output", "json");

        using var planned = JsonDocument.Parse(plan.Ends(0).Output);
        var expected = planned.RootElement.GetProperty("steps").EnumerateArray().ToDictionary(
            step => Key(step.GetProperty("step")), step => step.GetProperty("action").GetString()!, StringComparer.Ordinal);
        var steps = Steps(run.Ends(0));
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), steps.Keys.Order(StringComparer.Ordinal));
        Assert.All(expected.Where(step => step.Value is "Skip" or "skip"), step => Assert.Equal("unchanged", steps[step.Key]));
        Assert.All(expected.Where(step => step.Value is "Run" or "run"), step => Assert.Equal("succeeded", steps[step.Key]));
    }

    [Fact]
    public async Task Plan_says_why_each_step_runs()
    {
        using var folder = Projects.Growth();
        (await folder.RunAsync("run")).Ends(0);
        folder.Write("models/start.sql", "{{ config(materialized='table') }}\nselect id, 10.0 as amount from range(1, 4) as t(id)\n");

        var plan = await folder.RunAsync("plan");

        Golden.Check("plan-after-a-change.txt", Masked.Text(plan.Ends(0).Output, folder));
    }

    private static string Key(JsonElement step) =>
        step.GetProperty("partition").ValueKind == JsonValueKind.Null ? step.GetProperty("asset").GetString()! : $"{step.GetProperty("asset").GetString()}[{step.GetProperty("partition").GetString()}]";

    private static Dictionary<string, string> Steps(CallResult result)
    {
        using var document = JsonDocument.Parse(result.Output);
        return document.RootElement.GetProperty("steps").EnumerateArray().ToDictionary(
            step => step.GetProperty("step").GetString()!, step => step.GetProperty("status").GetString()!, StringComparer.Ordinal);
    }
}
