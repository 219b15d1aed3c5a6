using Sluice.Diagnostics;

namespace Sluice.Graph;

/// <summary>Declares the properties of a label or of a relationship type.</summary>
public sealed class GraphProperties
{
    private readonly string _owner;
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase) { GraphElement.HashProperty };
    private readonly List<GraphProperty> _declared = [];
    private readonly List<string> _unique = [];
    private readonly List<string> _indexes = [];
    private GraphProperty? _key;

    internal GraphProperties(string owner, params ReadOnlySpan<string> taken)
    {
        _owner = owner;
        foreach (var name in taken)
        {
            _names.Add(name);
        }
    }

    internal IReadOnlyList<GraphProperty> Declared => _declared;

    internal IReadOnlyList<GraphProperty> DeclaredKey => _key is null ? [] : [_key];

    internal IReadOnlyList<string> UniqueNames => _unique;

    internal IReadOnlyList<string> IndexNames => _indexes;

    /// <summary>Adds a property of text.</summary>
    public GraphProperties Text(string name, bool required = false) => Add(name, GraphType.Text, required);

    /// <summary>Adds a property of whole numbers.</summary>
    public GraphProperties Integer(string name, bool required = false) => Add(name, GraphType.Integer, required);

    /// <summary>Adds a property of floating-point numbers.</summary>
    public GraphProperties Float(string name, bool required = false) => Add(name, GraphType.Float, required);

    /// <summary>Adds a property that is true or false.</summary>
    public GraphProperties Boolean(string name, bool required = false) => Add(name, GraphType.Boolean, required);

    /// <summary>Adds a property of days.</summary>
    public GraphProperties Date(string name, bool required = false) => Add(name, GraphType.Date, required);

    /// <summary>Adds a property of instants.</summary>
    public GraphProperties Timestamp(string name, bool required = false) => Add(name, GraphType.Timestamp, required);

    /// <summary>Adds a property of lists of texts.</summary>
    public GraphProperties TextList(string name, bool required = false) => Add(name, GraphType.TextList, required);

    /// <summary>Says that no two nodes share a value of a property that was added before.</summary>
    /// <exception cref="ArgumentException">There is no such property, or it is a list.</exception>
    public GraphProperties Unique(string name)
    {
        var known = Known(name);
        if (_declared.Exists(property => property.Name == name && property.Type == GraphType.TextList))
        {
            throw new ArgumentException($"{_owner}.{name} is a list; lists cannot be unique", nameof(name));
        }

        _unique.Add(known);
        return this;
    }

    /// <summary>Says that a property that was added before is searched by.</summary>
    /// <exception cref="ArgumentException">There is no such property.</exception>
    public GraphProperties Index(string name)
    {
        _indexes.Add(Known(name));
        return this;
    }

    /// <summary>Adds the property that tells several relationships between the same two nodes apart.</summary>
    /// <exception cref="ArgumentException">There is one already, the name is taken, or it is a list or a floating-point number.</exception>
    public GraphProperties Key(string name, GraphType type = GraphType.Text)
    {
        if (_key is not null)
        {
            throw new ArgumentException($"{_owner} has the key '{_key.Name}' already", nameof(name));
        }

        _key = new(Free(name), GraphSchema.CheckKeyType(_owner, name, type), Required: true);
        return this;
    }

    private GraphProperties Add(string name, GraphType type, bool required)
    {
        _declared.Add(new(Free(name), type, required));
        return this;
    }

    private string Free(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return _names.Add(name)
            ? name
            : throw new ArgumentException($"{_owner} has a property '{name}' already, or the name is one that a graph keeps for itself", nameof(name));
    }

    private string Known(string name)
    {
        if (_declared.Exists(property => property.Name == name))
        {
            return name;
        }

        var nearest = Nearest.To(name, _declared.Select(property => property.Name));
        throw new ArgumentException($"{_owner} has no property '{name}'{(nearest is null ? "" : $"; did you mean '{nearest}'?")}", nameof(name));
    }
}
