using Microsoft.Extensions.DependencyInjection;
using Sluice.Diagnostics;

namespace Sluice.Hosting.Running;

/// <summary>Asks all resources before a run, side by side.</summary>
internal static class ResourceChecks
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Asks them.</summary>
    /// <exception cref="DiagnosticException">Some cannot be used; all of them are named.</exception>
    internal static async Task RunAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var checks = scope.ServiceProvider.GetServices<IResourceCheck>().ToList();
        var time = scope.ServiceProvider.GetRequiredService<TimeProvider>();
        var problems = (await Task.WhenAll(checks.Select(check => AskAsync(check, time)))).OfType<Diagnostic>().ToList();
        if (problems.Count > 0)
        {
            throw new DiagnosticException([.. problems]);
        }
    }

    private static async Task<Diagnostic?> AskAsync(IResourceCheck check, TimeProvider time)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        try
        {
            await check.CheckAsync(limit.Token).WaitAsync(limit.Token);
            return null;
        }
        catch (Exception error)
        {
            var reason = limit.IsCancellationRequested ? FormattableString.Invariant($"it did not answer in {Limit.TotalSeconds} seconds") : error.Message;
            return new Diagnostic(
                "SLUICE2320", Severity.Error, $"the resource `{check.Name}` cannot be used: {reason}", new SourceText("(application)", check.Name), new SourceSpan(0, check.Name.Length),
                "nothing was run; make it available and run again");
        }
    }
}

/// <summary>A check of a service by a delegate.</summary>
internal sealed class DelegateResourceCheck<T>(string name, T resource, Func<T, CancellationToken, Task> check) : IResourceCheck
{
    public string Name => name;

    public Task CheckAsync(CancellationToken cancellationToken) => check(resource, cancellationToken);
}
