using System.Collections.Concurrent;
using Polly;
using Polly.Retry;
using Sluice.Assets;
using Sluice.Runs;

namespace Sluice.Engine.Runs;

/// <summary>Runs steps to their end: again where a failure may pass, after a wait that grows and is jittered.</summary>
internal sealed class StepAttempts(RunScope scope)
{
    private static readonly ResiliencePropertyKey<StepAttempt> AttemptKey = new("attempt");
    private readonly ConcurrentDictionary<RetryPolicy, ResiliencePipeline<StepResult>> _pipelines = new();

    /// <summary>Runs a step to its end. Whatever its body does, this returns an outcome.</summary>
    /// <exception cref="EngineException">The log could not be written.</exception>
    internal async Task<StepOutcome> RunAsync(AssetDefinition asset, StepContext context, string title, CancellationToken cancellationToken)
    {
        var attempt = new StepAttempt(scope, asset, context, title);
        var start = scope.Time.GetTimestamp();
        var result = asset.Retry.MaxAttempts == 1
            ? await attempt.NextAsync(cancellationToken)
            : await RetryAsync(asset.Retry, attempt, cancellationToken);
        return new StepOutcome(context.Step, result, attempt.Number, scope.Time.GetElapsedTime(start));
    }

    private async Task<StepResult> RetryAsync(RetryPolicy policy, StepAttempt attempt, CancellationToken cancellationToken)
    {
        var pipeline = _pipelines.GetOrAdd(policy, Build);
        var resilience = ResilienceContextPool.Shared.Get(cancellationToken);
        resilience.Properties.Set(AttemptKey, attempt);
        try
        {
            return await pipeline.ExecuteAsync(
                static async (context, state) => await state.NextAsync(context.CancellationToken), resilience, attempt);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Cancelled while waiting for the next attempt.
            return StepAttempt.Cancelled;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(resilience);
        }
    }

    private ResiliencePipeline<StepResult> Build(RetryPolicy policy) => new ResiliencePipelineBuilder<StepResult> { TimeProvider = scope.Time }
        .AddRetry(new RetryStrategyOptions<StepResult>
        {
            MaxRetryAttempts = policy.MaxAttempts - 1,
            Delay = policy.FirstDelay,
            MaxDelay = policy.MaxDelay,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Result is { IsTransient: true, Status: StepStatus.Errored }),
            OnRetry = arguments => arguments.Context.Properties.GetValue(AttemptKey, null!).WaitAsync(arguments.Outcome.Result, arguments.RetryDelay),
        })
        .Build();
}
