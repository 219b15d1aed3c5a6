namespace Sluice.Graph;

/// <summary>What a load did with the rows of one label or relationship type.</summary>
/// <param name="Element">Its name.</param>
/// <param name="Counts">What became of the rows.</param>
/// <param name="Quarantine">The first of the rows that failed; as many as <see cref="GraphLoadOptions.KeptQuarantine"/> says.</param>
/// <param name="Retries">Transactions that were run again after a transient error, such as a deadlock.</param>
/// <param name="Splits">Failed batches that were split to find their bad rows.</param>
/// <param name="Removed">What was removed because no row stood for it; its relationships, where it was a node, are not counted.</param>
public sealed record GraphElementReport(
    string Element, GraphCounts Counts, IReadOnlyList<QuarantinedRow> Quarantine, int Retries = 0, int Splits = 0, long Removed = 0);

/// <summary>What a load did, element by element in the order in which they were loaded.</summary>
/// <param name="Elements">The labels, then the relationship types.</param>
public sealed record GraphLoadReport(IReadOnlyList<GraphElementReport> Elements)
{
    /// <summary>All elements together.</summary>
    public GraphCounts Counts => Elements.Aggregate(default(GraphCounts), (sum, element) => sum + element.Counts);

    /// <summary>The rows in quarantine that the elements keep.</summary>
    public IEnumerable<QuarantinedRow> Quarantine => Elements.SelectMany(element => element.Quarantine);
}
