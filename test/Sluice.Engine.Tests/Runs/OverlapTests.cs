using Sluice.Engine.State;
using Sluice.Engine.Tests.Support;
using Sluice.Runs;

namespace Sluice.Engine.Tests.Runs;

/// <summary>A log has one active run at a time, whoever asks for another.</summary>
public sealed class OverlapTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_beside_another_is_refused_and_names_it(bool onDisk)
    {
        using var folder = new TempFolder();
        await using var store = await StateStore.OpenAsync(folder.StateDb, TimeProvider.System);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var started = new TaskCompletionSource<RunId>(TaskCreationOptions.RunContinuationsAsynchronously);
        var project = new FakeProject { Log = onDisk ? store : new InMemoryEventLog() };
        project.Add("a", with: asset => asset with
        {
            Body = async (context, _) =>
            {
                started.TrySetResult(context.Run);
                await release.Task;
                return project.Commits.Commit(context, "a");
            },
        });
        var first = project.RunAsync();
        var active = await started.Task;

        var error = await Assert.ThrowsAsync<EngineException>(() => project.RunAsync());

        Assert.Matches(
            $@"^error SLUICE3024: run {active} is at work here: process {Environment.ProcessId} on {Environment.MachineName}, since \d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d UTC\n"
            + $"  hint: a project folder has one run at a time; wait for it, or stop it: sluice cancel {active}$",
            error.ToDisplay());
        release.SetResult();
        Assert.Equal(RunStatus.Succeeded, (await first).Status);
        Assert.Equal(RunStatus.Succeeded, (await project.RunAsync()).Status);
    }
}
