namespace Sluice.Graph;

/// <summary>A property that every node of a label, or every relationship of a type, may have.</summary>
/// <param name="Name">As it is stored, and the column of the source that it is read from.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Required">Whether a row without it is refused.</param>
public sealed record GraphProperty(string Name, GraphType Type, bool Required = false);
