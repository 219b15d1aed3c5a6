using Sluice.Assets;
using Sluice.Diagnostics;
using Sluice.Runs;

namespace Sluice.Engine.Runs;

/// <summary>The attempts of one step, one after the other: an attempt begins only when the one before it has returned.</summary>
internal sealed class StepAttempt(RunScope scope, AssetDefinition asset, StepContext context, string title, bool isAnnounced) : IProgress<StepProgress>
{
    internal static readonly StepResult Cancelled = new(StepStatus.Cancelled, Message: "cancelled");

    /// <summary>Attempts begun.</summary>
    internal int Number { get; private set; }

    void IProgress<StepProgress>.Report(StepProgress value) => scope.Reporter.Progress(context.Step, value);

    /// <summary>Says that another attempt follows.</summary>
    internal async ValueTask WaitAsync(StepResult? failure, TimeSpan delay)
    {
        scope.Reporter.Tell(told => told.StepRetrying(context.Step, Number, delay, failure?.Message));
        await scope.Log.AppendAsync(
            new StepRetried(scope.Run, scope.Time.GetUtcNow(), context.Step, Number, delay, LogText.Limit(failure?.Message)), CancellationToken.None);
    }

    /// <summary>Runs the body once. Failure, time-out and cancel are results.</summary>
    internal Task<StepResult> NextAsync(CancellationToken cancellationToken) => NextAsync(null, cancellationToken);

    /// <summary>Runs a fallback, or the asset's own body, once.</summary>
    internal async Task<StepResult> NextAsync(AssetFallback? fallback, CancellationToken cancellationToken)
    {
        Number++;
        if (Number > 1 || !isAnnounced)
        {
            await scope.Log.AppendAsync(new StepStarted(scope.Run, scope.Time.GetUtcNow(), context.Step, Number), CancellationToken.None);
        }

        scope.Reporter.Tell(told => told.StepStarted(context.Step, Number));
        CrashPoint.Reach(CrashPoint.BeforeStep);
        return Check(await CallAsync(fallback, cancellationToken));
    }

    private async Task<StepResult> CallAsync(AssetFallback? fallback, CancellationToken cancellationToken)
    {
        if ((fallback?.Body ?? asset.Body) is not { } body)
        {
            return RunErrors.NoBody(title);
        }

        using var limit = asset.Timeout is { } timeout ? new CancellationTokenSource(timeout, scope.Time) : new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var result = await body(context with { Attempt = Number, Fallback = fallback?.Name, Progress = scope.Reporter.IsHeard ? this : null }, either.Token);
            return result.Status != StepStatus.Cancelled || cancellationToken.IsCancellationRequested || !limit.IsCancellationRequested
                ? result
                : RunErrors.TimedOut(title, asset.Timeout!.Value);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Cancelled;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return RunErrors.TimedOut(title, asset.Timeout!.Value);
        }
        catch (DiagnosticException error)
        {
            return new StepResult(StepStatus.Errored, Message: error.Diagnostics[0].Message) { Diagnostics = error.Diagnostics };
        }
        catch (Exception error)
        {
            return new StepResult(StepStatus.Errored, Message: $"{error.GetType().Name}: {error.Message}");
        }
    }

    private StepResult Check(StepResult result)
    {
        if (asset.Kind != AssetKind.Data || result.Status is not (StepStatus.Succeeded or StepStatus.Warned))
        {
            return result;
        }

        if (result.Marker is not { } marker)
        {
            return RunErrors.NoMarker(title);
        }

        return marker.Step == context.Step && marker.Run == scope.Run ? result : RunErrors.WrongMarker(title, marker);
    }
}
