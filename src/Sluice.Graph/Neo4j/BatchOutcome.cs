namespace Sluice.Graph;

/// <summary>What a committed batch did.</summary>
/// <param name="Created">Nodes or relationships that it made.</param>
/// <param name="Updated">Those that it wrote to.</param>
/// <param name="Unchanged">Those that it left.</param>
/// <param name="Missing">Relationships that lack a node, with the reason.</param>
internal sealed record BatchOutcome(long Created, long Updated, long Unchanged, IReadOnlyList<(GraphRow Row, string Reason)> Missing);
