namespace Sluice.Graph;

/// <summary>A graph in a Neo4j 5 server (5.26 or later), loaded over its HTTP Query API.</summary>
/// <remarks>
/// Each batch is a transaction. Batches run side by side where they share no node, so that they cannot deadlock among themselves; a
/// deadlock with somebody else, as every other transient error, is tried again. A batch that a constraint refuses is rolled back
/// whole and halved until the rows are found that it is about. Nodes and relationships keep the hash of their properties in
/// <c>_hash</c>; what has the hash of its row is not written to.
/// </remarks>
public sealed class Neo4jGraph : IGraphTarget
{
    private readonly QueryApi _api;
    private readonly Retry _retry;

    /// <summary>A graph behind an address.</summary>
    /// <param name="schema">What the graph holds.</param>
    /// <param name="http">Sends the requests; its time-out holds for each of them. The caller disposes it.</param>
    /// <param name="options">Where the server is.</param>
    /// <param name="time">Waits between attempts; null for the system's clock.</param>
    public Neo4jGraph(GraphSchema schema, HttpClient http, Neo4jOptions options, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(options);
        Schema = schema;
        _api = new(http, options);
        _retry = new(options, time ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    public GraphSchema Schema { get; }

    /// <inheritdoc/>
    /// <exception cref="Neo4jException">The server cannot be reached or refuses a statement.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken = default)
    {
        foreach (var statement in Cypher.Constraints(Schema).Concat(Cypher.Indexes(Schema)).Append(Cypher.AwaitIndexes))
        {
            await _retry.RunAsync(() => _api.RunAsync(statement, null, cancellationToken), static () => { }, cancellationToken);
        }

        _api.RequireReached();
    }

    /// <inheritdoc/>
    /// <exception cref="Neo4jException">The server cannot be reached, or refuses a statement for another reason than its rows.</exception>
    public async Task<GraphElementReport> MergeAsync(
        string element, GraphRows rows, GraphLoadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return await new Neo4jLoad(_api, _retry, Schema[element], options ?? new()).RunAsync(rows, cancellationToken);
    }
}
