using Sluice.Engine.Tests.Support;
using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Engine.Tests.Recovery;

/// <summary>A process is killed at a named point; whoever opens the project next finds everything in order and goes on.</summary>
public sealed class CrashTests : IDisposable
{
    private const int Steps = 14;
    private readonly TempFolder _folder = new();

    public static TheoryData<string> Points =>
    [
        "before-step", "before-step:9",
        "before-commit", "before-commit:14",
        "after-commit", "after-commit:7", "after-commit:14",
        "before-event", "before-event:3", "before-event:5", "before-event:12",
        "after-event:3", "after-event:4", "after-event:12",
        "before-run-end",
    ];

    [Theory]
    [MemberData(nameof(Points))]
    public async Task Killed_anywhere_a_run_goes_on_without_repeating_or_losing_a_committed_step(string point)
    {
        Assert.Equal(Victim.Killed, await Victim.StartAsync(_folder.Path, point));

        await using var victim = await Victim.OpenAsync(_folder.Path);
        Assert.Empty(await victim.Store.Runs.ListAsync(status: RunStatus.Running));
        var result = await victim.GoOnAsync();

        Assert.Equal(RunStatus.Succeeded, result.Status);
        Assert.Equal(Enumerable.Repeat("1", Steps), victim.Database.Commits().Values);
        Assert.Equal(await UndisturbedAsync(), victim.Database.Rows());
        var run = Assert.Single(await victim.Store.Runs.ListAsync());
        Assert.Equal((RunStatus.Succeeded, Steps), (run.Status, run.Succeeded));
        Assert.Equal(Steps, (await victim.Store.ReadAsync(run.Run)).OfType<StepEnded>().Count());
    }

    [Theory]
    [InlineData("after-commit")]
    [InlineData("after-commit:9")]
    public async Task A_commit_that_nobody_heard_of_is_recovered_from_its_marker(string point)
    {
        await Victim.StartAsync(_folder.Path, point);

        await using var victim = await Victim.OpenAsync(_folder.Path);
        var run = Assert.Single(await victim.Store.Runs.ListAsync());
        var recorded = (await victim.Store.Runs.GetAsync(run.Run))!.Steps.Count(step => step.Status == StepStatus.Succeeded);
        await victim.PlanResumeAsync();

        Assert.Equal(RunStatus.Interrupted, run.Status);
        Assert.Matches("^process [0-9]+ on .+ ended before the run did$", run.Message);
        var steps = (await victim.Store.Runs.GetAsync(run.Run))!.Steps;
        Assert.Equal(victim.Database.Commits().Keys, steps.Where(step => step.Status == StepStatus.Succeeded).Select(step => step.Step.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal(victim.Database.Commits().Count - recorded, steps.Count(step => step.Recovered));
        Assert.NotEqual(0, steps.Count(step => step.Recovered));
    }

    [Fact]
    public async Task Killed_ten_times_while_it_recovers_the_log_still_converges()
    {
        await Victim.StartAsync(_folder.Path, "after-commit:5");
        var exits = new List<int>();
        for (var kill = 0; kill < 10; kill++)
        {
            exits.Add(await Victim.StartAsync(_folder.Path, $"during-recovery:{1 + (kill / 4)}", "repair"));
        }

        await using var victim = await Victim.OpenAsync(_folder.Path);
        await victim.GoOnAsync();

        Assert.All(exits.Take(5), exit => Assert.Equal(Victim.Killed, exit));
        Assert.Equal(Enumerable.Repeat("1", Steps), victim.Database.Commits().Values);
        var events = await victim.Store.ReadAsync((await victim.Store.Runs.ListAsync()).Single().Run);
        Assert.Single(events.OfType<RunEnded>(), ended => ended.Status == RunStatus.Interrupted);
        Assert.Equal(Steps, events.OfType<StepEnded>().Count());
    }

    [Theory]
    [InlineData("before-resume")]
    [InlineData("after-commit:2")]
    [InlineData("before-run-end")]
    public async Task Killed_again_while_it_goes_on_a_run_goes_on_again(string point)
    {
        await Victim.StartAsync(_folder.Path, "after-commit:3");
        Assert.Equal(Victim.Killed, await Victim.StartAsync(_folder.Path, point));

        await using var victim = await Victim.OpenAsync(_folder.Path);
        var result = await victim.GoOnAsync();

        Assert.Equal(RunStatus.Succeeded, result.Status);
        Assert.Single(await victim.Store.Runs.ListAsync());
        Assert.Equal(Enumerable.Repeat("1", Steps), victim.Database.Commits().Values);
        Assert.Equal(await UndisturbedAsync(), victim.Database.Rows());
    }

    [Fact]
    public async Task Killed_at_any_moment_until_it_gets_through_the_tables_are_those_of_an_undisturbed_run()
    {
        var random = new Random(20251121);
        var exit = Victim.Killed;
        for (var kill = 0; kill < 100 && exit == Victim.Killed; kill++)
        {
            exit = await Victim.StartAndKillAsync(_folder.Path, TimeSpan.FromMilliseconds(random.Next(200 + (50 * kill))));
        }

        await using var victim = await Victim.OpenAsync(_folder.Path);
        Assert.Equal(0, exit);
        Assert.Equal(Enumerable.Repeat("1", Steps), victim.Database.Commits().Values);
        Assert.Equal(await UndisturbedAsync(), victim.Database.Rows());
        Assert.Equal(RunStatus.Succeeded, Assert.Single(await victim.Store.Runs.ListAsync()).Status);
    }

    [Fact]
    public async Task Code_that_changed_between_kill_and_resume_is_named_and_built_again_with_all_that_read_it()
    {
        await Victim.StartAsync(_folder.Path, "before-step:10");
        var code = new Dictionary<string, string> { ["merit"] = "2" };
        await using var victim = await Victim.OpenAsync(_folder.Path, code);
        var done = victim.Database.Commits();

        var plan = await victim.PlanResumeAsync();
        await victim.GoOnAsync();

        Assert.Equal(
            ["the code of merit[2025] changed", "the code of merit[2026] changed", "the code of merit[2027] changed"],
            plan.Changes.Select(change => change.Text).Order());
        Assert.Equal(PlanReasonKind.AlreadyDone, plan.Steps.Single(step => step.Name == "census").Reason.Kind);
        Assert.Equal("code changed since this run built it", plan.Steps.First(step => step.Name == "merit").Reason.Text);
        Assert.Contains("merit[2025]", done.Keys);
        Assert.Equal("2", victim.Database.Commits()["merit[2025]"]);
        Assert.Equal("1", victim.Database.Commits()["raise[2025]"]);
        Assert.Equal(await UndisturbedAsync(code), victim.Database.Rows());
    }

    [Fact]
    public async Task Data_that_another_run_built_between_kill_and_resume_is_named()
    {
        await Victim.StartAsync(_folder.Path, "before-step:3");
        await using var victim = await Victim.OpenAsync(_folder.Path);
        victim.Database.Build(
            new StepContext { Run = RunId.New(TimeProvider.System), Step = Keys.Step("census"), CodeVersion = "1", InputVersion = InputVersion.None }, []);

        var plan = await victim.PlanResumeAsync();

        Assert.Equal(["census was built again by another run"], plan.Changes.Select(change => change.Text));
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<SortedDictionary<string, string>> UndisturbedAsync(IReadOnlyDictionary<string, string>? code = null)
    {
        using var folder = new TempFolder();
        await using var victim = await Victim.OpenAsync(folder.Path, code);
        await victim.GoOnAsync();
        return victim.Database.Rows();
    }
}
