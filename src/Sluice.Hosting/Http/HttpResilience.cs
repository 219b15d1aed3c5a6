using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Sluice.Hosting.Http;

/// <summary>Attempts around a circuit breaker: each attempt counts for the circuit, and an open one ends the attempts.</summary>
internal static class HttpResilience
{
    private static readonly TimeSpan Sampling = TimeSpan.FromMinutes(1);

    internal static ResiliencePipeline<byte[]> Build(HttpSourceOptions options, TimeProvider time, Action<int, TimeSpan, Exception> retrying)
    {
        var builder = new ResiliencePipelineBuilder<byte[]> { TimeProvider = time };
        if (options.MaxAttempts > 1)
        {
            builder.AddRetry(new RetryStrategyOptions<byte[]>
            {
                MaxRetryAttempts = options.MaxAttempts - 1,
                ShouldHandle = static arguments => ValueTask.FromResult(arguments.Outcome.Exception is HttpSourceException { IsWorthRetrying: true }),
                DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(
                    DelayOf(options, arguments.AttemptNumber, (arguments.Outcome.Exception as HttpSourceException)?.RetryAt - time.GetUtcNow())),
                OnRetry = arguments =>
                {
                    retrying(arguments.AttemptNumber + 2, arguments.RetryDelay, arguments.Outcome.Exception!);
                    return ValueTask.CompletedTask;
                },
            });
        }

        return builder.AddCircuitBreaker(new CircuitBreakerStrategyOptions<byte[]>
        {
            FailureRatio = options.BreakAtFailureRatio,
            MinimumThroughput = options.BreakAfter,
            SamplingDuration = Sampling,
            BreakDuration = options.BreakDuration,
            // A server that asks for fewer requests is well.
            ShouldHandle = static arguments => ValueTask.FromResult(
                arguments.Outcome.Exception is HttpSourceException { Failure: HttpFailure.Unavailable or HttpFailure.Damaged }),
        }).Build();
    }

    /// <summary>What the server asks for; else the doubled delay, lengthened at random by up to a half.</summary>
    private static TimeSpan DelayOf(HttpSourceOptions options, int failures, TimeSpan? asked)
    {
        if (asked is { } delay)
        {
            return delay > TimeSpan.Zero ? delay : TimeSpan.Zero;
        }

        var lengthened = options.FirstDelay * Math.Pow(2, failures) * (1 + (Random.Shared.NextDouble() / 2));
        return lengthened < options.MaxDelay ? lengthened : options.MaxDelay;
    }
}
