using Microsoft.Extensions.Options;
using Sbir.Load;
using Sluice.Graph;

namespace Sbir.Pipeline;

/// <summary>Which graph is loaded: the tables of the project's own database, or a Neo4j server.</summary>
internal sealed class GraphTargets(IOptions<SbirSettings> settings, HttpClient http, TimeProvider time)
{
    /// <summary>What the source no longer has leaves the embedded graph; a server keeps it, since others may have tied something to it.</summary>
    internal GraphLoadOptions Options => new() { BatchSize = settings.Value.GraphBatchRows, RemoveMissing = settings.Value.Neo4jAddress is null };

    /// <summary>The server; null where the graph is kept in the project's own database.</summary>
    internal IGraphTarget? Server => settings.Value.Neo4jAddress is { } address ? new Neo4jGraph(SbirGraph.Schema(), http, ServerAt(address), time) : null;

    private Neo4jOptions ServerAt(Uri address) => new()
    {
        Address = address,
        Database = settings.Value.Neo4jDatabase,
        Credentials = settings.Value.Neo4jPassword is { } password ? Neo4jCredentials.Basic(settings.Value.Neo4jUser, password) : null,
    };
}
