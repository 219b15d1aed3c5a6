namespace Sbir.Tests.Pipeline;

/// <summary>One run of the whole pipeline over the committed files, which several tests look at.</summary>
public sealed class WholeRun : IAsyncLifetime
{
    internal SbirProject Project { get; } = new();

    internal string Output { get; private set; } = "";

    public async ValueTask InitializeAsync() => Output = await Project.RunAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
