using Sluice.Assets;
using Sluice.Runs;

namespace Sluice.Engine.Runs;

/// <summary>Tells an observer what happens, one call at a time; lets go of one that throws.</summary>
internal sealed class RunReporter(IRunObserver? observer, TimeSpan progressInterval, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<StepKey, long> _lastProgress = [];
    private IRunObserver? _observer = observer;

    /// <summary>True where somebody listens.</summary>
    internal bool IsHeard => Volatile.Read(ref _observer) is not null;

    internal void Tell(Action<IRunObserver> call)
    {
        lock (_gate)
        {
            TellNow(call);
        }
    }

    /// <summary>Passes progress on unless the step's last one was passed on a moment ago. A finished fraction always passes.</summary>
    internal void Progress(StepKey step, StepProgress progress)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            if (progress.Fraction is not >= 1 && _lastProgress.TryGetValue(step, out var last) && time.GetElapsedTime(last, now) < progressInterval)
            {
                return;
            }

            _lastProgress[step] = now;
            TellNow(told => told.StepProgressed(step, progress));
        }
    }

    private void TellNow(Action<IRunObserver> call)
    {
        try
        {
            if (_observer is { } told)
            {
                call(told);
            }
        }
        catch (Exception)
        {
            // Who watches a run must not be able to break it.
            _observer = null;
        }
    }
}
