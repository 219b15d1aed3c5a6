namespace Sluice.Graph.Tests.Neo4j.StandIn;

/// <summary>An error as the server reports it: the code says what happens to the transaction, which is rolled back in all of these cases.</summary>
internal sealed class Neo4jError(string code, string message) : Exception(message)
{
    internal string Code { get; } = code;

    internal static Neo4jError Syntax(string statement) => new("Neo.ClientError.Statement.SyntaxError", $"Invalid input: '{statement}'");

    internal static Neo4jError TransactionGone(string id) => new(
        "Neo.ClientError.Request.Invalid",
        $"Transaction with Id: \"{id}\" was not found. It may have timed out and therefore rolled back or the routing header 'neo4j-cluster-affinity' was not provided.");
}
