namespace Sluice.Graph;

/// <summary>A row that could not be loaded, and why.</summary>
/// <param name="Element">The label or relationship type that it was meant for.</param>
/// <param name="Row">Its place in the source, from 1.</param>
/// <param name="Key">What identifies it, as text: a node's key, or <c>from -> to</c>.</param>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="Values">Its values in the order of the element's columns.</param>
public sealed record QuarantinedRow(string Element, long Row, string Key, string Reason, IReadOnlyList<object?> Values);
