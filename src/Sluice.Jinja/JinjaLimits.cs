namespace Sluice.Jinja;

/// <summary>What a render may use up before it is stopped with an error.</summary>
public sealed record JinjaLimits
{
    /// <summary>Nested calls, includes and recursive loops; 1 to 1,000. Default 200.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1 or above 1,000.</exception>
    public int MaxDepth
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(MaxDepth));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1000, nameof(MaxDepth));
            field = value;
        }
    } = 200;

    /// <summary>Characters of the output and of the text of each macro and block; at least 1. Default 256 Mi.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public long MaxOutputChars
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(MaxOutputChars));
            field = value;
        }
    } = 256L * 1024 * 1024;

    /// <summary>Iterations of all loops and filters of a render together; at least 1. Default 100 million.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public long MaxLoopIterations
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(MaxLoopIterations));
            field = value;
        }
    } = 100_000_000;
}
