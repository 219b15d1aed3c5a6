namespace Sluice.Graph.Tests.Neo4j.StandIn;

/// <summary>What a transaction has written, until it ends.</summary>
internal sealed class ServerTransaction(long number)
{
    internal long Number => number;

    internal List<Entity> Created { get; } = [];

    internal HashSet<Entity> Written { get; } = [];

    /// <summary>When it was last used.</summary>
    internal DateTimeOffset Used { get; set; }
}
