namespace Sluice.Graph;

/// <summary>A graph that can be loaded: the embedded one in DuckDB, or a Neo4j server.</summary>
/// <remarks>It does one thing at a time.</remarks>
public interface IGraphTarget
{
    /// <summary>The schema that it is loaded with.</summary>
    GraphSchema Schema { get; }

    /// <summary>Makes what is missing of the constraints, then of the indexes. What is there is left as it is.</summary>
    Task PrepareAsync(CancellationToken cancellationToken = default);

    /// <summary>Merges rows into the nodes of a label or the relationships of a type: those that are new are created, those that differ are updated.</summary>
    /// <param name="element">The name of a label or relationship type of the schema.</param>
    /// <param name="rows">Rows with the columns of the element.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="cancellationToken">Ends the load; what is committed stays.</param>
    /// <exception cref="ArgumentException">The schema has no such element, or the rows have other columns.</exception>
    Task<GraphElementReport> MergeAsync(
        string element, GraphRows rows, GraphLoadOptions? options = null, CancellationToken cancellationToken = default);
}
