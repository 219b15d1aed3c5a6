using System.Text.Json;
using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd;

/// <summary>A plan is kept, looked at, and carried out later: as it is, or not at all.</summary>
public sealed class SavedPlanTests
{
    [Fact]
    public async Task A_saved_plan_is_carried_out_with_the_options_it_was_made_with()
    {
        using var folder = Projects.Growth();
        (await folder.RunAsync("plan", "run", "--select", "start", "growth", "--partition", "2024-2025", "--out", "p.json", "--output", "json")).Ends(0);

        var applied = (await folder.RunAsync("apply", "p.json")).Ends(0);

        Assert.Contains("3 steps to run", applied.Error, StringComparison.Ordinal);
        Assert.Equal(["2024", "2025"], await Database.RowsAsync(folder.Database, "select distinct year from growth order by 1"));
        var again = (await folder.RunAsync("apply", "p.json")).Ends(2);
        Golden.Check("plan-applied-twice.txt", again.Error);
    }

    [Fact]
    public async Task A_saved_plan_is_refused_when_the_code_has_changed_or_something_is_new()
    {
        using var folder = Projects.Growth();
        (await folder.RunAsync("plan", "--out", "p.json")).Ends(0);
        folder.Write("models/more.sql", "{{ config(materialized='table') }}\nselect 1 as id\n");
        var withMore = (await folder.RunAsync("apply", "p.json")).Ends(2);
        File.Delete(folder.Path("models/more.sql"));
        folder.Write("models/start.sql", "{{ config(materialized='table') }}\nselect 7 as id, 100.0 as amount\n");

        var withOther = (await folder.RunAsync("apply", "p.json")).Ends(2);

        Golden.Check("plan-refused.txt", $"{withMore.Error}---\n{withOther.Error}");
        Assert.False(File.Exists(folder.Database) && (await Database.RowsAsync(folder.Database, "from duckdb_tables() select table_name where table_name = 'start'")).Count > 0);
    }

    [Fact]
    public async Task A_plan_tells_rows_and_time_as_they_were_and_of_new_partitions_as_those_of_the_last_one()
    {
        using var folder = Projects.Growth();
        (await folder.RunAsync("run", "--partition", "2024-2026")).Ends(0);

        var text = (await folder.RunAsync("plan", "--select", "growth")).Ends(0);
        var json = (await folder.RunAsync("plan", "--select", "growth", "--output", "json")).Ends(0);

        Golden.Check("plan-expects.txt", Masked.Text(text.Output, folder));
        var expected = JsonDocument.Parse(json.Output).RootElement.GetProperty("expected");
        Assert.Equal(6, expected.GetProperty("rows").GetInt64());
        Assert.Equal(2, expected.GetProperty("steps").GetArrayLength());
        Assert.True(expected.GetProperty("seconds").GetDouble() > 0);
    }

    [Fact]
    public async Task A_file_that_is_no_plan_is_named()
    {
        using var folder = Projects.Growth().Write("p.json", "{ \"steps\": [] }");

        var broken = (await folder.RunAsync("apply", "p.json")).Ends(2);
        var missing = (await folder.RunAsync("apply", "q.json")).Ends(2);

        Golden.Check("no-plan.txt", Masked.Text(broken.Error + missing.Error, folder));
    }
}
