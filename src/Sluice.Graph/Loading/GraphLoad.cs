namespace Sluice.Graph;

/// <summary>A load of a whole graph: says which rows belong to which element, then loads constraints, indexes, nodes and relationships, in this order.</summary>
public sealed class GraphLoad(IGraphTarget target, GraphLoadOptions? options = null)
{
    private readonly Dictionary<string, GraphRows> _rows = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds the rows of a label or relationship type. The order in which elements are added does not matter.</summary>
    /// <exception cref="ArgumentException">The schema has no such element, or it has rows already.</exception>
    public GraphLoad Add(string element, GraphRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return _rows.TryAdd(target.Schema[element].Name, rows) ? this : throw new ArgumentException($"'{element}' has rows already", nameof(element));
    }

    /// <summary>Loads all of it. Loading the same again changes nothing.</summary>
    public async Task<GraphLoadReport> RunAsync(CancellationToken cancellationToken = default)
    {
        await target.PrepareAsync(cancellationToken);
        var reports = new List<GraphElementReport>();
        foreach (var element in target.Schema.Nodes.Concat<GraphElement>(target.Schema.Relationships))
        {
            if (_rows.TryGetValue(element.Name, out var rows))
            {
                reports.Add(await target.MergeAsync(element.Name, rows, options, cancellationToken));
            }
        }

        return new(reports);
    }
}
