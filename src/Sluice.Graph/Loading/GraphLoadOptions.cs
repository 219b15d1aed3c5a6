namespace Sluice.Graph;

/// <summary>How rows are loaded.</summary>
public sealed record GraphLoadOptions
{
    /// <summary>Rows of one transaction, 1 to 100,000. Default 1,000. The embedded target merges a whole element at once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1 or above 100,000.</exception>
    public int BatchSize
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(BatchSize));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 100_000, nameof(BatchSize));
            field = value;
        }
    } = 1_000;

    /// <summary>Transactions at a time, 1 to 64, where the target runs several. Default 4.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1 or above 64.</exception>
    public int Parallelism
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(Parallelism));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 64, nameof(Parallelism));
            field = value;
        }
    } = 4;

    /// <summary>Rows that the report keeps of those in quarantine; more are counted, and given to <see cref="OnQuarantined"/>. Default 1,000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 0.</exception>
    public int KeptQuarantine
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(KeptQuarantine));
            field = value;
        }
    } = 1_000;

    /// <summary>
    /// True where nodes and relationships that no row stands for are removed; with a node go its relationships. Rows that fail keep what they
    /// stand for. Only for the embedded target, and the rows of a query on its own connection. Default false.
    /// </summary>
    public bool RemoveMissing { get; init; }

    /// <summary>Is given each row that goes into quarantine, one at a time; null for none.</summary>
    public Action<QuarantinedRow>? OnQuarantined { get; init; }
}
