namespace Sluice.Graph;

/// <summary>What rows are loaded as: nodes of a label or relationships of a type.</summary>
public abstract class GraphElement
{
    internal const string HashProperty = "_hash";

    private protected GraphElement(string name, IReadOnlyList<GraphProperty> identity, IReadOnlyList<GraphProperty> properties)
    {
        Name = name;
        Identity = identity;
        Properties = properties;
        Columns = [.. identity, .. properties];
    }

    /// <summary>Its name in the schema and of its table in the embedded target.</summary>
    public string Name { get; }

    /// <summary>Every column that a source of rows must have, in order: what tells two of them apart, then the properties.</summary>
    public IReadOnlyList<GraphProperty> Columns { get; }

    /// <summary>The properties besides its identity.</summary>
    public IReadOnlyList<GraphProperty> Properties { get; }

    /// <summary>What tells two of them apart: a node's key; a relationship's end points and its key, where it has one.</summary>
    internal IReadOnlyList<GraphProperty> Identity { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
