namespace Sluice.Graph;

/// <summary>What became of the rows of a load: each row counts once.</summary>
/// <param name="Submitted">Rows that the source gave: always the sum of the others.</param>
/// <param name="Created">Nodes or relationships that were not there.</param>
/// <param name="Updated">Those that were there with other properties.</param>
/// <param name="Unchanged">Those that were there with these properties, and repetitions of a row within the load.</param>
/// <param name="Failed">Rows in quarantine.</param>
public readonly record struct GraphCounts(long Submitted, long Created, long Updated, long Unchanged, long Failed)
{
    /// <summary>The part of the rows that did not fail, from 0 to 1; 1 where there were none.</summary>
    public double SuccessRate => Submitted == 0 ? 1 : (double)(Submitted - Failed) / Submitted;

    /// <summary>Both together.</summary>
    public static GraphCounts operator +(GraphCounts left, GraphCounts right) => new(
        left.Submitted + right.Submitted,
        left.Created + right.Created,
        left.Updated + right.Updated,
        left.Unchanged + right.Unchanged,
        left.Failed + right.Failed);

    /// <summary>Both together.</summary>
    public static GraphCounts Add(GraphCounts left, GraphCounts right) => left + right;
}
