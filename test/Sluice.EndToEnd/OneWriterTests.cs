using System.Diagnostics;
using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd;

/// <summary>Two processes on one project: the second waits its turn, or says who is at work; and one stops the other.</summary>
public sealed class OneWriterTests
{
    private const string TwoTargets = """
        toy:
          target: dev
          outputs:
            dev: { type: duckdb, path: toy.duckdb, threads: 2 }
            other: { type: duckdb, path: other.duckdb, threads: 2 }

        """;

    [Fact]
    public async Task A_second_run_waits_for_the_first_and_then_goes_on()
    {
        using var folder = Project(rows: 800_000_000);
        using var first = await StartAtWorkAsync(folder);

        var second = (await folder.RunAsync("run", "--select", "after", "--wait", "90s")).Ends(0);

        (await SluiceProcess.EndAsync(first)).Ends(0);
        Assert.Contains("waiting for up to 90 s: the database `toy.duckdb` is open in another process", second.Error, StringComparison.Ordinal);
        Assert.Contains($"(process {first.Id} on {Environment.MachineName}, since 20", second.Error, StringComparison.Ordinal);
        Assert.Equal("1", await Database.ScalarAsync(folder.Database, "select count(*) from after"));
    }

    [Fact]
    public async Task A_second_run_over_another_database_waits_for_the_project()
    {
        using var folder = Project(rows: 800_000_000).Write("profiles.yml", TwoTargets);
        using var first = await StartAtWorkAsync(folder);

        var second = (await folder.RunAsync("run", "--select", "after", "--target", "other", "--wait", "1.5m")).Ends(0);

        (await SluiceProcess.EndAsync(first)).Ends(0);
        Assert.Matches($"waiting for up to 90 s: run [0-9a-f-]{{36}} is at work here: process {first.Id} on {Environment.MachineName}, since 20", second.Error);
    }

    [Fact]
    public async Task A_second_run_that_may_not_wait_fails_at_once_and_names_the_first()
    {
        using var folder = Project(rows: 40_000_000_000).Write("profiles.yml", TwoTargets);
        using var first = await StartAtWorkAsync(folder);
        try
        {
            var sameDatabase = (await folder.RunAsync("run", "--select", "after", "--wait", "0")).Ends(2);
            var sameProject = (await folder.RunAsync("run", "--select", "after", "--wait", "0", "--target", "other")).Ends(2);

            Golden.Check("held.txt", string.Join("---\n", Named(sameDatabase), Named(sameProject)));
        }
        finally
        {
            first.Kill();
            await first.WaitForExitAsync();
        }

        string Named(CallResult result) => Masked.Text(result.Error, folder).Replace(first.Id.ToString(), "<pid>", StringComparison.Ordinal).Replace(Environment.MachineName, "<host>", StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_killed_process_held_goes_to_the_one_that_waits()
    {
        using var folder = Project(rows: 40_000_000_000).Write("profiles.yml", TwoTargets);
        using var first = await StartAtWorkAsync(folder);
        using var sameDatabase = SluiceProcess.Start(folder.Root, null, "run", "--select", "after", "--wait", "90s");
        Assert.Contains("waiting for up to 90 s", await LineAsync(sameDatabase.StandardError, "waiting"), StringComparison.Ordinal);

        first.Kill();

        (await SluiceProcess.EndAsync(sameDatabase)).Ends(0);
        await first.WaitForExitAsync();
        var runs = (await folder.RunAsync("runs", "--output", "json")).Ends(0);
        Assert.Contains("\"status\": \"interrupted\"", runs.Output, StringComparison.Ordinal);
        Assert.Contains("\"status\": \"succeeded\"", runs.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancel_stops_the_run_of_another_process_in_the_middle_of_its_query()
    {
        using var folder = Project(rows: 400_000_000_000);
        using var run = await StartAtWorkAsync(folder);
        var clock = Stopwatch.StartNew();

        var cancel = (await folder.RunAsync("cancel")).Ends(0);

        Assert.Matches(@"run [0-9a-f-]{36}: cancelled\n", cancel.Error);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"it took {clock.Elapsed}");
        var stopped = (await SluiceProcess.EndAsync(run)).Ends(130);
        Assert.Contains("to go on with this run: sluice resume", stopped.Error, StringComparison.Ordinal);
        var again = (await folder.RunAsync("cancel")).Ends(2);
        Golden.Check("nothing-to-cancel.txt", again.Error);
    }

    private static ProjectFolder Project(long rows) => ProjectFolder.Toy(
        ("sluice.yml", "name: toy\n"),
        ("models/before.sql", "{{ config(materialized='table') }}\n{% if execute %}{{ print('at work') }}{% endif %}\nselect sum(hash(i)) as total from range(" + rows + ") as t(i)\n"),
        ("models/after.sql", "{{ config(materialized='table') }}\nselect 1 as id\n"));

    private static async Task<Process> StartAtWorkAsync(ProjectFolder folder)
    {
        var process = SluiceProcess.Start(folder.Root, null, "run", "--select", "before");
        Assert.Equal("at work", await process.StandardOutput.ReadLineAsync());
        return process;
    }

    private static async Task<string> LineAsync(StreamReader reader, string part)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.Contains(part, StringComparison.Ordinal))
            {
                return line;
            }
        }

        return "";
    }
}
