namespace Sluice.Hosting.Chunks;

/// <summary>How many rows the next chunk has, and whether it spills, as memory allows.</summary>
internal sealed class ChunkSize(ChunkOptions options, long budget)
{
    private const double Short = 0.80;
    private const double VeryShort = 0.95;
    private const double Ample = 0.50;

    internal int Rows { get; private set; } = options.Rows;

    internal int Halvings { get; private set; }

    internal long Peak { get; private set; }

    /// <summary>Looks at the memory; true where what comes next is to be spilled.</summary>
    internal bool Look()
    {
        var used = options.MeasureMemory?.Invoke() ?? Environment.WorkingSet;
        Peak = Math.Max(Peak, used);
        if (used > Short * budget)
        {
            var least = Math.Min(options.LeastRows, options.Rows);
            if (Rows > least)
            {
                Rows = Math.Max(least, Rows / 2);
                Halvings++;
            }
        }
        else if (used < Ample * budget)
        {
            Rows = (int)Math.Min(options.Rows, Rows * 2L);
        }

        return used > VeryShort * budget;
    }
}
