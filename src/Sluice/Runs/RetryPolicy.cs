namespace Sluice.Runs;

/// <summary>How often a failed step is tried again, and how long to wait in between. Only transient failures are.</summary>
/// <remarks>
/// The wait doubles after each failure, up to <see cref="MaxDelay"/>, with jitter. <see cref="MaxAttempts"/> counts the first
/// attempt too: 3 means at most two retries.
/// </remarks>
public sealed record RetryPolicy
{
    /// <summary>Total attempts, the first one included; 1 to 100. Default 3.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1 or above 100.</exception>
    public int MaxAttempts
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(MaxAttempts));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 100, nameof(MaxAttempts));
            field = value;
        }
    } = 3;

    /// <summary>Wait before the second attempt. Default 100 milliseconds.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest single wait. Default 30 seconds.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(30);
}
