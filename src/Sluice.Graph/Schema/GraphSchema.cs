using Sluice.Diagnostics;

namespace Sluice.Graph;

/// <summary>The labels and relationship types of a graph, declared once for every target.</summary>
/// <remarks>Names are compared without letter case, as the tables of the embedded target are.</remarks>
public sealed class GraphSchema
{
    private readonly Dictionary<string, GraphElement> _elements = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<NodeType> _nodes = [];
    private readonly List<RelationshipType> _relationships = [];

    /// <summary>The labels, in the order in which they were declared.</summary>
    public IReadOnlyList<NodeType> Nodes => _nodes;

    /// <summary>The relationship types, in the order in which they were declared.</summary>
    public IReadOnlyList<RelationshipType> Relationships => _relationships;

    /// <summary>Declares a label.</summary>
    /// <param name="label">Its name.</param>
    /// <param name="key">The property that tells two of its nodes apart.</param>
    /// <param name="properties">Declares the other properties; null where there are none.</param>
    /// <param name="keyType">What the key holds: text, a whole number or a day.</param>
    /// <exception cref="ArgumentException">A name is taken, or the key is of another type.</exception>
    public GraphSchema Node(string label, string key, Action<GraphProperties>? properties = null, GraphType keyType = GraphType.Text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(label);
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        var declared = new GraphProperties(label, key);
        properties?.Invoke(declared);
        if (declared.DeclaredKey.Count > 0)
        {
            throw new ArgumentException($"{label} has the key '{key}' already", nameof(properties));
        }

        var node = new NodeType(label, new(key, CheckKeyType(label, key, keyType), Required: true), declared);
        Add(node);
        _nodes.Add(node);
        return this;
    }

    /// <summary>Declares a relationship type between two labels.</summary>
    /// <param name="type">The type.</param>
    /// <param name="from">The label that it starts at.</param>
    /// <param name="to">The label that it ends at.</param>
    /// <param name="properties">Declares its properties; null where there are none.</param>
    /// <param name="name">Its name in the schema; needed only where one type joins several pairs of labels. Null for the type.</param>
    /// <exception cref="ArgumentException">A name is taken, or a label is not declared.</exception>
    public GraphSchema Relationship(string type, string from, string to, Action<GraphProperties>? properties = null, string? name = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(type);
        var declared = new GraphProperties(name ?? type, RelationshipType.FromColumn, RelationshipType.ToColumn);
        properties?.Invoke(declared);
        if (declared.UniqueNames.Count > 0)
        {
            throw new ArgumentException($"{type}: only properties of nodes may be unique; a key tells relationships of two nodes apart", nameof(properties));
        }

        var relationship = new RelationshipType(name ?? type, type, GetNode(from), GetNode(to), declared);
        Add(relationship);
        _relationships.Add(relationship);
        return this;
    }

    /// <summary>The label or relationship type of that name.</summary>
    /// <exception cref="ArgumentException">None is declared under it.</exception>
    public GraphElement this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            return _elements.TryGetValue(name, out var element) ? element : throw Unknown(name, _elements.Keys);
        }
    }

    internal static GraphType CheckKeyType(string owner, string key, GraphType type) =>
        type is GraphType.Text or GraphType.Integer or GraphType.Date
            ? type
            : throw new ArgumentException($"{owner}: the key '{key}' cannot be a {type}; a key is a text, a whole number or a day");

    private NodeType GetNode(string label) => _elements.GetValueOrDefault(label) as NodeType ?? throw Unknown(label, _nodes.Select(node => node.Name));

    private void Add(GraphElement element)
    {
        if (!_elements.TryAdd(element.Name, element))
        {
            throw new ArgumentException(
                $"the schema has '{_elements[element.Name].Name}' already; a type that joins several pairs of labels takes a name for each");
        }
    }

    private static ArgumentException Unknown(string name, IEnumerable<string> known)
    {
        var nearest = Nearest.To(name, known);
        return new($"the schema has no '{name}'{(nearest is null ? "" : $"; did you mean '{nearest}'?")}");
    }
}
