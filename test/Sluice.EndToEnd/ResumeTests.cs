using System.Diagnostics;
using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd;

/// <summary>A run that is killed leaves whole partitions or none; resuming it repeats nothing that was committed.</summary>
public sealed class ResumeTests
{
    // What a partition looks like once it is whole; the sum tells a missing or doubled row.
    private const string Growth = "select year, count(*), sum(amount)::integer from growth group by year order by year";

    private static readonly Dictionary<string, string> Waiting = new(StringComparer.Ordinal) { ["TOY_WAITS"] = "yes" };

    private static readonly string[] Whole = ["2024|3|300", "2025|3|600", "2026|3|1200", "2027|3|2400", "2028|3|4800"];

    public static TheoryData<string> CrashPoints =>
        ["before-step:3", "before-commit:3", "after-commit:3", "before-event:5", "after-event:5", "after-commit:1", "after-commit:7"];

    [Theory]
    [MemberData(nameof(CrashPoints))]
    public async Task Killed_at_a_crash_point_the_run_goes_on_and_repeats_no_commit(string point)
    {
        using var folder = Projects.Growth();
        var killed = await folder.RunWithAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["SLUICE_CRASH_AT"] = point }, "run", "--threads", "1");
        Assert.True(killed.Exit > 128, $"expected a kill, got exit {killed.Exit}\n{killed.Error}");
        var committed = await CommitsAsync(folder);

        var resumed = await folder.RunAsync("resume");

        resumed.Ends(0);
        Assert.Equal(Whole, await Database.RowsAsync(folder.Database, Growth));
        var after = await CommitsAsync(folder);
        Assert.All(committed, commit => Assert.Contains(commit, after));
        Assert.Equal(7, after.Count);
    }

    [Fact]
    public async Task Killed_from_outside_in_the_middle_the_finished_partitions_are_whole_and_the_rest_is_absent()
    {
        // A query of about a second in each partition, so that the kill meets one at work.
        using var folder = Projects.Growth("{% do run_query('select sum(hash(i)) from range(60000000) as t(i)') if execute %}\n");
        using (var process = SluiceProcess.Start(folder.Root, null, "run", "--threads", "1"))
        {
            while (await process.StandardError.ReadLineAsync() is { } line && !line.Contains("growth[2025]", StringComparison.Ordinal))
            {
                // Waits for the second partition's line.
            }

            process.Kill();
            await process.WaitForExitAsync();
        }

        var rows = await Database.RowsAsync(folder.Database, Growth);
        Assert.Equal(Whole[..rows.Count], rows);
        Assert.InRange(rows.Count, 2, 4);
        var committed = await CommitsAsync(folder);
        (await folder.RunAsync("resume")).Ends(0);
        Assert.Equal(Whole, await Database.RowsAsync(folder.Database, Growth));
        var after = await CommitsAsync(folder);
        Assert.All(committed, commit => Assert.Contains(commit, after));
    }

    [Fact]
    public async Task Interrupted_once_it_stops_cleanly_and_resume_goes_on()
    {
        using var folder = Waits("{% do run_query('select sum(hash(i)) from range(40000000000) as t(i)') %}");
        using var process = SluiceProcess.Start(folder.Root, Waiting, "run", "--threads", "1");
        Assert.Equal("waiting", await process.StandardOutput.ReadLineAsync());

        await InterruptAsync(process);
        var stopping = Stopwatch.StartNew();
        var result = await SluiceProcess.EndAsync(process);

        result.Ends(130);
        Assert.True(stopping.Elapsed < TimeSpan.FromSeconds(10), $"stopped after {stopping.Elapsed}");
        Golden.Check("interrupted-once.txt", Masked.Text(result.Error, folder));
        Assert.Contains("\"status\": \"cancelled\"", (await folder.RunAsync("runs", "--output", "json")).Output, StringComparison.Ordinal);
        var committed = await CommitsAsync(folder);
        Assert.NotEmpty(committed);
        await GoesOnAsync(folder, committed);
    }

    [Fact]
    public async Task Interrupted_twice_it_ends_at_once_though_a_step_does_not_stop_and_resume_goes_on()
    {
        // Nobody reads what it says, so that it cannot go on with the second partition, and cannot stop either.
        using var folder = Waits("{% for i in range(20000) %}{{ log('nobody reads this, and it is said very often', info=true) }}{% endfor %}");
        using var process = SluiceProcess.Start(folder.Root, Waiting, "run", "--threads", "1");
        Assert.Equal("waiting", await process.StandardOutput.ReadLineAsync());

        await InterruptAsync(process);
        await InterruptAsync(process);
        var stopping = Stopwatch.StartNew();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(130, process.ExitCode);
        Assert.True(stopping.Elapsed < TimeSpan.FromSeconds(5), $"ended after {stopping.Elapsed}");
        await GoesOnAsync(folder, await CommitsAsync(folder));
    }

    [Fact]
    public async Task With_nothing_to_resume_it_says_so()
    {
        using var folder = Projects.Growth();
        (await folder.RunAsync("run")).Ends(0);

        var result = await folder.RunAsync("resume");

        Golden.Check("nothing-to-resume.txt", Masked.Text(result.Ends(2).Error, folder));
    }

    [Fact]
    public async Task A_run_with_a_failed_step_is_resumed_when_the_model_is_mended()
    {
        using var folder = Projects.Growth();
        var total = folder.Read("models/total.sql");
        folder.Write("models/total.sql", "{{ config(materialized='table') }}\nselect yaer from {{ ref('growth') }}\n");
        (await folder.RunAsync("run")).Ends(1);
        folder.Write("models/total.sql", total);
        var committed = await CommitsAsync(folder);

        var resumed = await folder.RunAsync("resume");

        resumed.Ends(0);
        Assert.Contains("total", resumed.Error, StringComparison.Ordinal);
        Assert.Equal(6, committed.Count);
        var after = await CommitsAsync(folder);
        Assert.All(committed, commit => Assert.Contains(commit, after));
    }

    // One model says that it is at work, and then is for long. The table that it asks for is not there yet when the run is planned.
    private static ProjectFolder Waits(string how) => Projects.Growth().Write(
        "models/waits.sql",
        "{{ config(materialized='table') }}\n{% if env_var('TOY_WAITS', '') and adapter.get_relation(this.database, this.schema, 'start') %}{{ print('waiting') }}" + how + "{% endif %}\nselect count(*) as n from {{ ref('start') }}\n");

    private static async Task InterruptAsync(Process process)
    {
        using var kill = Process.Start("kill", ["-INT", process.Id.ToString()]);
        await kill.WaitForExitAsync();
    }

    private static async Task GoesOnAsync(ProjectFolder folder, IReadOnlyList<string> committed)
    {
        (await folder.RunAsync("resume")).Ends(0);

        Assert.Equal(Whole, await Database.RowsAsync(folder.Database, Growth));
        var after = await CommitsAsync(folder);
        Assert.All(committed, commit => Assert.Contains(commit, after));
        Assert.Equal(8, after.Count);
    }

    // A commit is told from its repetition by its time and attempt.
    private static async Task<IReadOnlyList<string>> CommitsAsync(ProjectFolder folder) => !File.Exists(folder.Database)
        ? []
        : await Database.RowsAsync(folder.Database, "select asset, partition, run_id, attempt, committed_at::varchar from sluice.commits order by all");
}
