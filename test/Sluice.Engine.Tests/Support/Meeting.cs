namespace Sluice.Engine.Tests.Support;

/// <summary>Counts who is inside at a time, and lets a number of them wait for each other.</summary>
internal sealed class Meeting(int expected = 1)
{
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private int _inside;
    private int _arrived;

    /// <summary>Most that were inside at a time.</summary>
    internal int Most { get; private set; }

    /// <summary>Goes in and waits until as many as expected have come.</summary>
    internal async Task JoinAsync()
    {
        lock (_gate)
        {
            Most = Math.Max(Most, ++_inside);
            if (++_arrived >= expected)
            {
                _complete.TrySetResult();
            }
        }

        await _complete.Task.WaitAsync(TimeSpan.FromSeconds(30));
        // Whoever could come in as well has the chance to.
        await Task.Yield();
        lock (_gate)
        {
            _inside--;
        }
    }
}
