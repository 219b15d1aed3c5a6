using Microsoft.Extensions.Hosting;

namespace Sluice.Hosting.Running;

/// <summary>The command decides when the host ends, and says what there is to be said.</summary>
internal sealed class QuietLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
