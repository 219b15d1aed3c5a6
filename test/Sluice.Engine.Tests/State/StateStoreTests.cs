using Microsoft.Data.Sqlite;
using Sluice.Assets;
using Sluice.Engine.State;
using Sluice.Engine.Tests.Support;
using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Engine.Tests.State;

public sealed class StateStoreTests : IDisposable
{
    private static readonly RunOwner Nobody = new(Environment.MachineName, int.MaxValue, "long ago");
    private static readonly RunPlan NoPlan = new() { Request = new PlanRequest() };
    private readonly TempFolder _folder = new();
    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_run_can_be_read_back_with_its_plan_and_steps()
    {
        await using var store = await OpenAsync();
        var project = new FakeProject { Log = store }.Add("a").Add("b", "a", years: true);
        var result = await project.RunAsync(options: new() { Title = "run --select b" });

        var run = await store.Runs.GetAsync(result.Run);

        Assert.NotNull(run);
        Assert.Equal((RunStatus.Succeeded, "run --select b", 4), (run.Summary.Status, run.Summary.Title, run.Summary.Succeeded));
        Assert.Equal(4, run.Plan.Steps.Length);
        Assert.Equal(["a", "b[2025]", "b[2026]", "b[2027]"], run.Steps.Select(step => step.Step.ToString()).Order());
        Assert.All(run.Steps, step => Assert.Equal((StepStatus.Succeeded, 1, 1L), (step.Status, step.Attempts, step.Rows)));
    }

    [Fact]
    public async Task Runs_are_listed_the_last_one_first_with_their_counts()
    {
        await using var store = await OpenAsync();
        var project = new FakeProject { Log = store, Time = _time }
            .Add("a").Add("bad", with: asset => asset with { Body = (_, _) => throw new IOException("no") }).Add("after", "bad");
        var first = await project.RunAsync();
        _time.Advance(TimeSpan.FromMinutes(1));
        var second = await project.RunAsync();

        var runs = await store.Runs.ListAsync();

        Assert.Equal([second.Run, first.Run], runs.Select(run => run.Run));
        Assert.Equal((1, 1, 1, 0), (runs[1].Succeeded, runs[1].Failed, runs[1].Skipped, runs[1].Unchanged));
        Assert.Equal((0, 1, 1, 1), (runs[0].Succeeded, runs[0].Failed, runs[0].Skipped, runs[0].Unchanged));
        Assert.Equal(TimeSpan.FromMinutes(1), runs[0].StartedAt - runs[1].StartedAt);
        Assert.Single(await store.Runs.ListAsync(limit: 1));
        Assert.Empty(await store.Runs.ListAsync(status: RunStatus.Succeeded));
    }

    [Fact]
    public async Task A_run_is_found_by_the_start_of_its_id_and_as_the_last()
    {
        await using var store = await OpenAsync();
        var result = await new FakeProject { Log = store }.Add("a").RunAsync();

        Assert.Equal(result.Run, Assert.Single(await store.Runs.FindAsync(result.Run.ToString()[..13])).Run);
        Assert.Equal(result.Run, Assert.Single(await store.Runs.FindAsync("last")).Run);
        Assert.Empty(await store.Runs.FindAsync("ffff"));
        Assert.Null(await store.Runs.GetAsync(default));
    }

    [Fact]
    public async Task The_last_duration_of_each_step_is_kept()
    {
        await using var store = await OpenAsync();
        var seconds = 3;
        var project = new FakeProject { Log = store, Time = _time };
        project.Add("a", with: asset => asset with
        {
            Body = (context, _) =>
            {
                _time.Advance(TimeSpan.FromSeconds(seconds));
                return Task.FromResult(project.Commits.Commit(context, "a"));
            },
        });
        await project.RunAsync();
        seconds = 5;
        await project.RunAsync(new PlanRequest { Force = true });

        var durations = await store.Runs.LastDurationsAsync();

        Assert.Equal(TimeSpan.FromSeconds(5), Assert.Single(durations).Value);
    }

    [Fact]
    public async Task What_is_read_follows_from_the_events_alone()
    {
        await using var store = await OpenAsync();
        var project = new FakeProject { Log = store }
            .Add("a").Add("bad", with: asset => asset with { Body = (_, _) => throw new IOException("no") }).Add("after", "bad", years: true);
        var result = await project.RunAsync();
        await project.Engine.ResumeAsync(project.Graph(), result.Run);

        await using var copy = await StateStore.OpenAsync(Path.Combine(_folder.Path, "copy.db"), _time);
        foreach (var happened in await store.ReadAsync(result.Run))
        {
            await copy.AppendAsync(happened);
        }

        var (original, again) = ((await store.Runs.GetAsync(result.Run))!, (await copy.Runs.GetAsync(result.Run))!);
        Assert.Equal(original.Summary, again.Summary);
        Assert.Equal(original.Steps, again.Steps);
        Assert.Equal(original.Plan.ToJson(), again.Plan.ToJson());
    }

    [Fact]
    public async Task A_run_whose_process_is_gone_is_closed_on_opening()
    {
        var run = await LeaveBehindAsync(Nobody);

        await using var store = await OpenAsync();

        var details = (await store.Runs.GetAsync(run))!;
        Assert.Equal((RunStatus.Interrupted, null), (details.Summary.Status, Assert.Single(details.Steps).Status));
        Assert.Equal($"process {int.MaxValue} on {Environment.MachineName} ended before the run did", details.Summary.Message);
    }

    [Fact]
    public async Task A_run_whose_process_id_belongs_to_another_process_now_is_closed_on_opening()
    {
        await LeaveBehindAsync(RunOwners.Current with { ProcessStart = "an earlier one" });

        await using var store = await OpenAsync();

        Assert.Equal(RunStatus.Interrupted, Assert.Single(await store.Runs.ListAsync()).Status);
    }

    [Fact]
    public async Task A_run_of_a_living_process_is_left_alone()
    {
        await LeaveBehindAsync(RunOwners.Current);

        await using var store = await OpenAsync();

        Assert.Equal(RunStatus.Running, Assert.Single(await store.Runs.ListAsync()).Status);
    }

    [Theory]
    [InlineData(59, RunStatus.Running)]
    [InlineData(61, RunStatus.Interrupted)]
    public async Task A_run_of_another_machine_is_closed_after_a_minute_of_silence(int seconds, RunStatus expected)
    {
        await LeaveBehindAsync(Nobody with { Host = "another" });
        _time.Advance(TimeSpan.FromSeconds(seconds));

        await using var store = await OpenAsync();

        Assert.Equal(expected, Assert.Single(await store.Runs.ListAsync()).Status);
    }

    [Fact]
    public async Task A_run_gives_a_sign_of_life_every_few_seconds()
    {
        await using (var store = await OpenAsync())
        {
            await store.AppendAsync(new RunStarted(RunId.New(_time), _time.GetUtcNow(), Nobody with { Host = "another" }, null, NoPlan));
            _time.Advance(TimeSpan.FromSeconds(50));
        }

        _time.Advance(TimeSpan.FromSeconds(50));
        await using var later = await OpenAsync();

        Assert.Equal(RunStatus.Running, Assert.Single(await later.Runs.ListAsync()).Status);
    }

    [Fact]
    public async Task Old_runs_are_forgotten_and_their_durations_are_not()
    {
        await using (var store = await OpenAsync())
        {
            var project = new FakeProject { Log = store, Time = _time }.Add("a");
            for (var run = 0; run < 5; run++)
            {
                await project.RunAsync(new PlanRequest { Force = true });
                _time.Advance(TimeSpan.FromDays(1));
            }
        }

        await using var kept = await OpenAsync(new RetentionPolicy { MaxRuns = 3 });
        Assert.Equal(3, (await kept.Runs.ListAsync()).Length);
        await kept.DisposeAsync();
        await using var recent = await OpenAsync(new RetentionPolicy { MaxAge = TimeSpan.FromDays(2.5) });
        Assert.Equal(2, (await recent.Runs.ListAsync()).Length);
        Assert.Single(await recent.Runs.LastDurationsAsync());
        Assert.Equal(2, Count("select count(distinct run) from events"));
        Assert.Equal(2, Count("select count(distinct run) from steps"));
    }

    [Fact]
    public async Task Two_processes_may_write_at_the_same_time()
    {
        await using var one = await OpenAsync();
        await using var other = await OpenAsync();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => WriteAsync(number % 2 == 0 ? one : other)));

        Assert.All(await one.Runs.ListAsync(), run => Assert.Equal((RunStatus.Succeeded, 20), (run.Status, run.Succeeded)));
        Assert.Equal(20, (await other.Runs.ListAsync()).Length);

        static async Task WriteAsync(StateStore store)
        {
            var (run, now) = (RunId.New(TimeProvider.System), DateTimeOffset.UnixEpoch);
            var plan = new RunPlan { Request = new PlanRequest() };
            await store.AppendAsync(new RunStarted(run, now, RunOwners.Current, null, plan));
            await Task.WhenAll(Enumerable.Range(0, 20).Select(asset =>
                store.AppendAsync(new StepEnded(run, now, new StepKey(new AssetKey("a" + asset), PartitionKey.None), StepStatus.Succeeded))));
            await store.AppendAsync(new RunEnded(run, now, RunStatus.Succeeded, null));
        }
    }

    [Fact]
    public async Task Of_two_processes_that_begin_a_run_at_the_same_time_one_is_refused()
    {
        await using var one = await OpenAsync();
        await using var other = await OpenAsync();
        var plan = new RunPlan { Request = new PlanRequest() };
        RunStarted New() => new(RunId.New(TimeProvider.System), DateTimeOffset.UnixEpoch, RunOwners.Current, null, plan);

        var begun = await Task.WhenAll(one.TryAppendAsync(New()), other.TryAppendAsync(New()));

        var active = Assert.Single(begun, item => item is not null)!;
        Assert.Equal((active.Run, active.Owner), (Assert.Single(await one.Runs.ListAsync()).Run, RunOwners.Current));
    }

    [Fact]
    public async Task A_store_of_a_newer_version_is_left_alone()
    {
        await (await OpenAsync()).DisposeAsync();
        Count("pragma user_version = 99");

        var error = await Assert.ThrowsAsync<EngineException>(() => OpenAsync());

        Assert.Equal(
            $"error SLUICE3001: the state store {_folder.StateDb} was written by a newer version (format 99)\n"
            + "  hint: update sluice, or delete the file to start without history",
            error.ToDisplay());
    }

    [Fact]
    public async Task A_file_that_is_no_store_is_named()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.StateDb)!);
        await File.WriteAllTextAsync(_folder.StateDb, new string('x', 5000));

        var error = await Assert.ThrowsAsync<EngineException>(() => OpenAsync());

        Assert.Equal("SLUICE3002", error.Code);
        Assert.StartsWith($"the state store {_folder.StateDb} is damaged: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_place_that_cannot_hold_a_file_is_named()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, ".sluice"), "a file where a folder should be");

        var error = await Assert.ThrowsAsync<EngineException>(() => OpenAsync());

        Assert.Equal("SLUICE3004", error.Code);
        Assert.StartsWith($"the state store {_folder.StateDb} cannot be written: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_stops_the_run_and_it_goes_on_when_there_is_room_again()
    {
        await using var store = await OpenAsync();
        var project = new FakeProject { Log = store, Time = _time };
        for (var asset = 0; asset < 50; asset++)
        {
            var number = asset;
            project.Add($"a{asset}", asset == 0 ? "" : $"a{asset - 1}", definition => definition with
            {
                Body = (context, _) => Task.FromResult(project.Commits.Commit(context, $"{number}") with { Message = new string('x', 8000) }),
            });
        }

        // SQLite says the same when a file may not grow as when there is no room for it.
        await store.WriteAsync(session => session.Scalar("pragma max_page_count = 60"));
        var error = await Assert.ThrowsAsync<EngineException>(() => project.RunAsync());
        var ran = project.Ran;
        await store.WriteAsync(session => session.Scalar("pragma max_page_count = 1000000"));
        _time.Advance(TimeSpan.FromSeconds(5));
        await store.WriteAsync(_ => { });

        var stopped = Assert.Single(await store.Runs.ListAsync());
        var result = await project.Engine.ResumeAsync(project.Graph(), stopped.Run);

        Assert.Equal(
            $"error SLUICE3003: the state store {_folder.StateDb} cannot grow: the disk is full\n  hint: free some space and resume the run",
            error.ToDisplay());
        Assert.InRange(ran.Length, 1, 49);
        Assert.Equal((RunStatus.Failed, RunStatus.Succeeded), (stopped.Status, result.Status));
        Assert.Single((await store.Runs.GetAsync(stopped.Run))!.Steps, step => step.Recovered);
        Assert.Equal(50, project.Ran.Distinct().Count());
        Assert.Equal(50, project.Ran.Length);
    }

    [Fact]
    public async Task A_long_message_is_cut()
    {
        await using var store = await OpenAsync();
        var project = new FakeProject { Log = store }.Add("a", with: asset => asset with
        {
            Body = (_, _) => Task.FromResult(new StepResult(StepStatus.Errored, Message: new string('x', 100_000))),
        });

        var result = await project.RunAsync();

        var step = Assert.Single((await store.Runs.GetAsync(result.Run))!.Steps);
        Assert.EndsWith("x… (83616 more characters)", step.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private Task<StateStore> OpenAsync(RetentionPolicy? retention = null) => StateStore.OpenAsync(_folder.StateDb, _time, retention);

    private async Task<RunId> LeaveBehindAsync(RunOwner owner)
    {
        await using var store = await OpenAsync();
        var run = RunId.New(_time);
        await store.AppendAsync(new RunStarted(run, _time.GetUtcNow(), owner, null, NoPlan));
        await store.AppendAsync(new StepStarted(run, _time.GetUtcNow(), new StepKey(new AssetKey("a"), PartitionKey.None), 1));
        return run;
    }

    private long Count(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.StateDb};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() is long count ? count : 0;
    }
}
