using Sluice.Runs;
using Sluice.Sql.Adapters;

namespace Sluice.Sql.Operations;

/// <summary>Passes on how far a session's statements are, five times a second, until it is disposed. Costs nothing where nobody listens.</summary>
internal static class ProgressPoll
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>Begins to ask; what is shorter than an interval is never asked.</summary>
    /// <param name="session">The session at work.</param>
    /// <param name="listener">Who is told; null for nobody.</param>
    /// <param name="time">The clock.</param>
    internal static IAsyncDisposable Start(ISqlSession session, IProgress<StepProgress>? listener, TimeProvider time) => listener is null
        ? Nothing.Instance
        : time.CreateTimer(
            _ =>
            {
                if (session.ReadProgress() is { } progress)
                {
                    listener.Report(progress);
                }
            },
            null, Interval, Interval);

    private sealed class Nothing : IAsyncDisposable
    {
        internal static readonly Nothing Instance = new();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
