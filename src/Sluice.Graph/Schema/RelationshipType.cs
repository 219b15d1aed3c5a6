namespace Sluice.Graph;

/// <summary>A type of relationships between nodes of two labels, and its properties.</summary>
public sealed class RelationshipType : GraphElement
{
    /// <summary>The column with the key of the node that a relationship starts at.</summary>
    public const string FromColumn = "from_key";

    /// <summary>The column with the key of the node that a relationship ends at.</summary>
    public const string ToColumn = "to_key";

    internal RelationshipType(string name, string type, NodeType from, NodeType to, GraphProperties properties)
        : base(name, [new(FromColumn, from.Key.Type, Required: true), new(ToColumn, to.Key.Type, Required: true), .. properties.DeclaredKey], properties.Declared)
    {
        Type = type;
        From = from;
        To = to;
        Indexes = properties.IndexNames;
    }

    /// <summary>The type, as Cypher writes it between brackets.</summary>
    public string Type { get; }

    /// <summary>The label that it starts at.</summary>
    public NodeType From { get; }

    /// <summary>The label that it ends at.</summary>
    public NodeType To { get; }

    /// <summary>The property that tells several relationships between the same two nodes apart; null where there is one at most.</summary>
    public GraphProperty? Key => Identity.Count > 2 ? Identity[2] : null;

    /// <summary>Properties that are searched by.</summary>
    public IReadOnlyList<string> Indexes { get; }
}
