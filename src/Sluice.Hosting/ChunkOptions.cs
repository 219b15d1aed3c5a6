namespace Sluice.Hosting;

/// <summary>How much of a source is at work at a time.</summary>
public sealed record ChunkOptions
{
    /// <summary>Rows of the first chunk, and the most of any; 1 or more. Default 10,000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public int Rows
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(Rows));
            field = value;
        }
    } = 10_000;

    /// <summary>Rows below which a chunk does not shrink; 1 or more. Default 500.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public int LeastRows
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(LeastRows));
            field = value;
        }
    } = 500;

    /// <summary>
    /// The memory that the process may use, in bytes. Above 80 % of it chunks halve; above 95 % their rows go to Parquet files instead of the
    /// database's memory; below half of it chunks grow again. Null takes the setting <c>Sluice:MemoryBudget</c>, else 2 GiB.
    /// </summary>
    public long? MemoryBudget { get; init; }

    /// <summary>Measures the memory that is used, in bytes; null takes the process's working set.</summary>
    public Func<long>? MeasureMemory { get; init; }
}

/// <summary>What became of a source that was worked through in chunks. The same numbers are kept as metadata.</summary>
/// <param name="Chunks">Chunks, those of an earlier attempt included.</param>
/// <param name="Resumed">Chunks that an earlier attempt had committed, which were not repeated.</param>
/// <param name="RowsIn">Rows of the source.</param>
/// <param name="RowsOut">Rows written.</param>
/// <param name="Halvings">How often the chunks shrank because memory was short.</param>
/// <param name="Spills">Chunks whose rows went to Parquet files.</param>
/// <param name="PeakMemory">The most memory that was measured, in bytes.</param>
public sealed record ChunkReport(int Chunks, int Resumed, long RowsIn, long RowsOut, int Halvings, int Spills, long PeakMemory);
