using System.Collections.Immutable;
using Sluice.Engine.Runs;
using Sluice.Engine.Tests.Support;
using Sluice.Runs;

namespace Sluice.Engine.Tests.Runs;

public sealed class ConcurrencyTests
{
    [Fact]
    public async Task Independent_steps_and_partitions_run_side_by_side()
    {
        var meeting = new Meeting(expected: 5);
        var project = Meeting(meeting, "a", "b");
        Join(project, "c", meeting, years: true);

        var result = await project.RunAsync(options: new RunOptions { Threads = 5 });

        Assert.Equal((RunStatus.Succeeded, 5), (result.Status, meeting.Most));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task No_more_steps_run_at_a_time_than_there_are_threads(int threads)
    {
        var meeting = new Meeting(threads);
        var project = Meeting(meeting, [.. Enumerable.Range(0, 30).Select(number => "a" + number)]);

        await project.RunAsync(options: new RunOptions { Threads = threads });

        Assert.Equal(threads, meeting.Most);
    }

    [Fact]
    public async Task A_pool_limits_its_own_steps_and_no_others()
    {
        var (pooled, others) = (new Meeting(2), new Meeting(4));
        var project = Meeting(others, "w", "x", "y", "z");
        foreach (var name in new[] { "a", "b", "c", "d" })
        {
            Join(project, name, pooled, pool: "api");
        }

        await project.RunAsync(options: new RunOptions { Threads = 8, Pools = ImmutableDictionary<string, int>.Empty.Add("api", 2) });

        Assert.Equal((2, 4), (pooled.Most, others.Most));
    }

    [Fact]
    public async Task A_pool_that_nobody_sized_has_one_slot()
    {
        var meeting = new Meeting();
        var project = new FakeProject();
        Join(project, "a", meeting, pool: "api");
        Join(project, "b", meeting, pool: "api");

        await project.RunAsync(options: new RunOptions { Threads = 8 });

        Assert.Equal(1, meeting.Most);
    }

    [Fact]
    public async Task A_stage_limits_how_many_of_its_steps_run_at_a_time()
    {
        var meeting = new Meeting(2);
        var project = new FakeProject { Workflow = new Workflow("year", [new Stage("events", Parallel: 2)]) };
        foreach (var name in new[] { "a", "b", "c", "d" })
        {
            Join(project, name, meeting, stage: "events", years: true);
        }

        await project.RunAsync(options: new RunOptions { Threads = 8 });

        Assert.Equal(2, meeting.Most);
    }

    [Fact]
    public async Task A_stage_waits_for_the_one_before_in_its_partition_even_where_nothing_is_read()
    {
        var project = new FakeProject { Workflow = new Workflow("year", [new Stage("early"), new Stage("late")]) }
            .Add("z", years: true, with: asset => asset with { Stage = "late" }).Add("a", years: true, with: asset => asset with { Stage = "early" });

        await project.RunAsync();

        foreach (var year in new[] { 2025, 2026, 2027 })
        {
            Assert.True(project.Ran.IndexOf($"a[{year}]") < project.Ran.IndexOf($"z[{year}]"));
        }
    }

    [Fact]
    public async Task A_failure_in_one_stage_does_not_skip_the_next_where_nothing_is_read()
    {
        var project = new FakeProject { Workflow = new Workflow("year", [new Stage("early"), new Stage("late")]) }
            .Add("a", with: asset => asset with { Stage = "early", Body = (_, _) => throw new InvalidOperationException("no") })
            .Add("z", with: asset => asset with { Stage = "late" });

        var result = await project.RunAsync();

        Assert.Equal(StepStatus.Succeeded, result.StatusOf("z"));
    }

    [Fact]
    public async Task A_body_that_computes_before_it_awaits_does_not_hold_up_others()
    {
        using var bothInside = new Barrier(2);
        var project = new FakeProject();
        foreach (var name in new[] { "a", "b" })
        {
            project.Add(name, with: asset => asset with
            {
                Body = (context, cancel) =>
                {
                    Assert.True(bothInside.SignalAndWait(TimeSpan.FromSeconds(30), cancel));
                    return Task.FromResult(project.Commits.Commit(context, name));
                },
            });
        }

        var result = await project.RunAsync(options: new RunOptions { Threads = 2 });

        Assert.Equal(RunStatus.Succeeded, result.Status);
    }

    private static FakeProject Meeting(Meeting meeting, params string[] names)
    {
        var project = new FakeProject();
        foreach (var name in names)
        {
            Join(project, name, meeting);
        }

        return project;
    }

    private static void Join(FakeProject project, string name, Meeting meeting, bool years = false, string? pool = null, string? stage = null) =>
        project.Add(name, years: years, with: asset => asset with
        {
            Pool = pool,
            Stage = stage,
            Body = async (context, _) =>
            {
                await meeting.JoinAsync();
                return project.Commits.Commit(context, name);
            },
        });
}
