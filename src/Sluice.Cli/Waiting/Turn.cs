using Sluice.Cli.Talking;

namespace Sluice.Cli.Waiting;

/// <summary>Waits for what another process holds: a little at first, then longer, never in step with others that wait, up to a limit.</summary>
/// <param name="limit">The most that is waited altogether; zero to give up at once.</param>
/// <param name="talk">Is told once what is waited for.</param>
/// <param name="time">The clock.</param>
internal sealed class Turn(TimeSpan limit, Talk talk, TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);
    private TimeSpan _delay = First;
    private long? _start;

    /// <summary>Waits before the next look.</summary>
    /// <param name="holder">Who holds it, for people.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>False where the limit is reached: give up.</returns>
    internal async Task<bool> PauseAsync(string holder, CancellationToken cancellationToken)
    {
        if (_start is null)
        {
            _start = time.GetTimestamp();
            if (limit > TimeSpan.Zero)
            {
                talk.Info($"waiting for up to {Text(limit)}: {holder}");
            }
        }

        var left = limit - time.GetElapsedTime(_start.Value);
        if (left <= TimeSpan.Zero)
        {
            return false;
        }

        // The last look falls on the limit itself.
        var jittered = _delay * (0.5 + Random.Shared.NextDouble());
        await Task.Delay(jittered < left ? jittered : left, time, cancellationToken);
        _delay = _delay * 2 < Longest ? _delay * 2 : Longest;
        return true;
    }

    private static string Text(TimeSpan span) => span switch
    {
        { TotalMinutes: >= 1, Seconds: 0 } => $"{span.TotalMinutes:0} min",
        _ => $"{span.TotalSeconds:0.#} s",
    };
}
