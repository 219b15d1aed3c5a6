using Sluice.Cli.Crashing;

namespace Sluice.Crash;

/// <summary>Three years were built; then the model has changed, so that the last year will fail its gate. And what becomes of it when nobody kills the run.</summary>
public sealed class ChangedProject : IAsyncLifetime
{
    private readonly ToyProject _project = new(limit: 500);

    /// <summary>Before the second run; to be copied.</summary>
    internal ScratchProject Before { get; private set; } = null!;

    /// <summary>After the second run.</summary>
    internal ScratchProject After { get; private set; } = null!;

    // 100, 200, 400; then 100, 300 and 900, which is too much.
    public async ValueTask InitializeAsync()
    {
        Before = new ScratchProject(_project.Root, ScratchParts.Sources);
        var first = await Before.CallAsync(["run"]);
        Assert.True(first.Exit == 0, first.Said);
        _project.GrowBy(3);
        File.Copy(Path.Combine(_project.Root, "models", "growth.sql"), Path.Combine(Before.Root, "models", "growth.sql"), overwrite: true);
        After = new ScratchProject(Before.Root, ScratchParts.Everything);
        var second = await After.CallAsync(["run", "--threads", "1"]);
        Assert.True(second.Exit == 1, second.Said);
    }

    public ValueTask DisposeAsync()
    {
        Before.Dispose();
        After.Dispose();
        _project.Dispose();
        return ValueTask.CompletedTask;
    }
}
