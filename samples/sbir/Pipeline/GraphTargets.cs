using Microsoft.Extensions.Options;
using Sbir.Load;
using Sluice.DuckDb;
using Sluice.Graph;

namespace Sbir.Pipeline;

/// <summary>Which graph is loaded: the tables of the project's own database, or a Neo4j server.</summary>
internal sealed class GraphTargets(IOptions<SbirSettings> settings, HttpClient http, TimeProvider time)
{
    internal GraphLoadOptions Options => new() { BatchSize = settings.Value.GraphBatchRows };

    internal IGraphTarget Open(DuckDbConnection database) => settings.Value.Neo4jAddress is { } address
        ? new Neo4jGraph(SbirGraph.Schema(), http, ServerAt(address), time)
        : EmbeddedGraph.On(SbirGraph.Schema(), database);

    /// <summary>Removes what the source no longer has from the embedded graph; a server keeps it, since others may have tied something to it.</summary>
    internal static async Task<long> RemoveGoneAsync(IGraphTarget target, DuckDbConnection database, string element, string sql, CancellationToken cancel)
    {
        if (target is not EmbeddedGraph graph)
        {
            return 0;
        }

        var keys = graph.Schema[element] is NodeType node ? node.Key.Name : $"{RelationshipType.FromColumn}, {RelationshipType.ToColumn}";
        await using var command = database.CreateCommand($"delete from {graph.TableOf(element)} where ({keys}) not in (select ({keys}) from ({sql}))");
        return await command.ExecuteNonQueryAsync(cancel);
    }

    private Neo4jOptions ServerAt(Uri address) => new()
    {
        Address = address,
        Database = settings.Value.Neo4jDatabase,
        Credentials = settings.Value.Neo4jPassword is { } password ? Neo4jCredentials.Basic(settings.Value.Neo4jUser, password) : null,
    };
}
