using Sluice.Engine.State;
using Sluice.Engine.Tests.Support;
using Sluice.Runs;

namespace Sluice.Engine.Tests.State;

public sealed class StateStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task A_run_can_be_read_back_with_its_plan_and_steps()
    {
        await using var store = await StateStore.OpenAsync(_folder.StateDb, TimeProvider.System);
        var project = new FakeProject { Log = store }.Add("a").Add("b", "a", years: true);
        var result = await project.RunAsync(options: new() { Title = "run --select b" });

        var run = await store.Runs.GetAsync(result.Run);

        Assert.NotNull(run);
        Assert.Equal((RunStatus.Succeeded, "run --select b", 4), (run.Summary.Status, run.Summary.Title, run.Summary.Succeeded));
        Assert.Equal(4, run.Plan.Steps.Length);
        Assert.Equal(["a", "b[2025]", "b[2026]", "b[2027]"], run.Steps.Select(step => step.Step.ToString()).Order());
        Assert.All(run.Steps, step => Assert.Equal(StepStatus.Succeeded, step.Status));
    }

    public void Dispose() => _folder.Dispose();
}
