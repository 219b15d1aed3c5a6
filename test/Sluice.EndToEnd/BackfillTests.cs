using System.Text.Json;
using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd;

/// <summary>A range of partitions is made up for; what happened is told event by event.</summary>
public sealed class BackfillTests
{
    [Fact]
    public async Task A_backfill_builds_what_is_missing_in_its_range_in_order_and_nothing_twice()
    {
        using var folder = Projects.Growth();
        (await folder.RunAsync("backfill", "--to", "2025", "--select", "start", "growth")).Ends(0);

        var second = (await folder.RunAsync("backfill", "--from", "2024", "--to", "2026", "--select", "start", "growth")).Ends(0);

        Assert.Contains("1 step to run, 3 unchanged", second.Error, StringComparison.Ordinal);
        Assert.Equal(["2024|300", "2025|600", "2026|1200"], await Database.RowsAsync(folder.Database, "select year, sum(amount)::int from growth group by 1 order by 1"));
        Golden.Check("backfill-errors.txt", string.Join("---\n",
            (await folder.RunAsync("backfill", "--from", "1999")).Ends(2).Error,
            (await folder.RunAsync("backfill", "--from", "2026", "--to", "2024")).Ends(2).Error));
    }

    [Fact]
    public async Task The_log_of_a_run_tells_its_events_and_those_of_one_step_with_its_error()
    {
        using var folder = Projects.Growth();
        folder.Write("models/total.sql", "{{ config(materialized='table') }}\nselect yeer from {{ ref('growth') }}\n");
        (await folder.RunAsync("run")).Ends(1);

        var all = (await folder.RunAsync("logs", "--output", "json")).Ends(0);
        var total = (await folder.RunAsync("logs", "last", "--step", "total")).Ends(0);
        var wrong = (await folder.RunAsync("logs", "--step", "growht")).Ends(2);

        var events = JsonDocument.Parse(all.Output).RootElement.EnumerateArray().Select(one => one.GetProperty("event").GetString()).ToList();
        Assert.Equal("RunStarted", events[0]);
        Assert.Equal("RunEnded", events[^1]);
        Assert.Equal(7, events.Count(name => name == "StepEnded"));
        Assert.Matches(@"^\d\d:\d\d:\d\d\.\d{3}  total began\n\d\d:\d\d:\d\d\.\d{3}  total err\w* in [\d.]+ s", total.Output);
        Assert.Contains("models/total.sql:2:8: error SLUICE", total.Output, StringComparison.Ordinal);
        Golden.Check("logs-unknown-step.txt", wrong.Error);
    }
}
