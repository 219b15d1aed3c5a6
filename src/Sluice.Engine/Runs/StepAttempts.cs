using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
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

    /// <summary>Runs a step to its end: its body, then its fallbacks. Whatever they do, this returns an outcome.</summary>
    /// <param name="asset">The asset.</param>
    /// <param name="context">The step.</param>
    /// <param name="title">Its name for people.</param>
    /// <param name="blocked">Why its body cannot run, so that only the fallbacks are left; null where it can.</param>
    /// <param name="isAnnounced">True where the log says already that the first attempt has started.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="EngineException">The log could not be written.</exception>
    internal async Task<StepOutcome> RunAsync(AssetDefinition asset, StepContext context, string title, string? blocked, bool isAnnounced, CancellationToken cancellationToken)
    {
        var attempt = new StepAttempt(scope, asset, context, title, isAnnounced);
        var start = scope.Time.GetTimestamp();
        var result = blocked is not null ? new StepResult(StepStatus.Errored, Message: blocked)
            : asset.Retry.MaxAttempts == 1 ? await attempt.NextAsync(cancellationToken)
            : await RetryAsync(asset.Retry, attempt, cancellationToken);
        if (!asset.Fallbacks.IsEmpty && result.Status is StepStatus.Errored or StepStatus.Failed or StepStatus.TimedOut)
        {
            result = await FallBackAsync(asset, attempt, result, cancellationToken);
        }

        return new StepOutcome(context.Step, result, attempt.Number, scope.Time.GetElapsedTime(start));
    }

    // Best first; the first that succeeds counts. What it builds is degraded: it says what could not be built, and why.
    private static async Task<StepResult> FallBackAsync(
        AssetDefinition asset, StepAttempt attempt, StepResult failure, CancellationToken cancellationToken)
    {
        foreach (var fallback in asset.Fallbacks)
        {
            var result = await attempt.NextAsync(fallback, cancellationToken);
            if (result.Status is StepStatus.Succeeded or StepStatus.Warned)
            {
                return result with { Status = StepStatus.Warned, Message = $"degraded: built by its fallback {fallback.Name}, because {failure.Message}" };
            }

            if (result.Status == StepStatus.Cancelled)
            {
                return result;
            }
        }

        return failure;
    }

    private async Task<StepResult> RetryAsync(RetryPolicy policy, StepAttempt attempt, CancellationToken cancellationToken)
    {
        var first = await attempt.NextAsync(cancellationToken);
        if (!MayPass(first))
        {
            return first;
        }

        // Only what needs another attempt pays for the strategy: it begins with the result that is there.
        var known = new StrongBox<StepResult?>(first);
        var pipeline = _pipelines.GetOrAdd(policy, Build);
        var resilience = ResilienceContextPool.Shared.Get(cancellationToken);
        resilience.Properties.Set(AttemptKey, attempt);
        try
        {
            return await pipeline.ExecuteAsync(
                static async (context, state) => Interlocked.Exchange(ref state.known.Value, null) ?? await state.attempt.NextAsync(context.CancellationToken),
                resilience, (attempt, known));
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

    private static bool MayPass(StepResult result) => result is { IsTransient: true, Status: StepStatus.Errored };

    private ResiliencePipeline<StepResult> Build(RetryPolicy policy) => new ResiliencePipelineBuilder<StepResult> { TimeProvider = scope.Time }
        .AddRetry(new RetryStrategyOptions<StepResult>
        {
            MaxRetryAttempts = policy.MaxAttempts - 1,
            Delay = policy.FirstDelay,
            MaxDelay = policy.MaxDelay,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Result is { } result && MayPass(result)),
            OnRetry = arguments => arguments.Context.Properties.GetValue(AttemptKey, null!).WaitAsync(arguments.Outcome.Result, arguments.RetryDelay),
        })
        .Build();
}
