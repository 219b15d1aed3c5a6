namespace Sluice.Graph;

/// <summary>A label, its key and its properties.</summary>
public sealed class NodeType : GraphElement
{
    internal NodeType(string label, GraphProperty key, GraphProperties properties)
        : base(label, [key], properties.Declared)
    {
        Unique = properties.UniqueNames;
        Indexes = properties.IndexNames;
    }

    /// <summary>The label.</summary>
    public string Label => Name;

    /// <summary>The property whose value no two nodes of the label share.</summary>
    public GraphProperty Key => Identity[0];

    /// <summary>Properties besides the key whose values no two nodes share; nodes without a value are not compared.</summary>
    public IReadOnlyList<string> Unique { get; }

    /// <summary>Properties that are searched by.</summary>
    public IReadOnlyList<string> Indexes { get; }
}
