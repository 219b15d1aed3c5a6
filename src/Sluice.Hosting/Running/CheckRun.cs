using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sluice.Diagnostics;
using Sluice.Hosting.Assets;
using Sluice.Hosting.Binding;
using Sluice.Runs;
using Sluice.Sql.Code;

namespace Sluice.Hosting.Running;

/// <summary>Runs a check and says how its step ends.</summary>
internal sealed class CheckRun(IServiceProvider services, BoundAsset asset, BoundCheck check, ImmutableArray<CodeRead> reads, ContextSettings settings)
{
    internal async Task<StepResult> RunAsync(CodeAttempt attempt, CancellationToken cancel)
    {
        var found = check.Declaration.BuiltIn is { } builtIn ? await builtIn(await ScopeAsync(attempt), cancel) : await CallAsync(attempt, cancel);
        var status = found.Passed ? StepStatus.Succeeded : check.Declaration.Severity == Severity.Error ? StepStatus.Failed : StepStatus.Warned;
        return new StepResult(status, found.Failures ?? (found.Passed ? 0 : 1), found.Message) { Metadata = found.Metadata };
    }

    private async Task<CheckScope> ScopeAsync(CodeAttempt attempt)
    {
        var sources = new List<string>();
        foreach (var read in reads)
        {
            sources.Add((await attempt.RenderAsync(read))!);
        }

        return new CheckScope(attempt, sources, services.GetRequiredService<TimeProvider>());
    }

    private async Task<CheckResult> CallAsync(CodeAttempt attempt, CancellationToken cancel)
    {
        await using var scope = services.CreateAsyncScope();
        var logger = scope.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger($"{asset.Declaration.Name}/{check.Declaration.Name}");
        var context = new AssetContext(attempt, shape: null, logger, outputs: null, settings);
        var call = new CallScope(attempt, scope.ServiceProvider, context, logger, cancel);
        var next = 1;
        for (var i = 0; i < check.Method!.Parameters.Length; i++)
        {
            if (check.Method.Parameters[i] is Parameter.Rows)
            {
                call.SetSource(i, await attempt.RenderAsync(reads[next++]));
            }
        }

        var found = await check.Method.CallAsync(call) switch
        {
            bool passed => (CheckResult)passed,
            CheckResult result => result,
            _ => throw new InvalidOperationException("the check has returned no result"),
        };
        return found with { Metadata = [.. context.Collected, .. found.Metadata] };
    }
}
