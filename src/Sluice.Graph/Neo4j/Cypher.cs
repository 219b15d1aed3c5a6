namespace Sluice.Graph;

/// <summary>The statements that are sent, each on one line, as the Query API asks for.</summary>
internal static class Cypher
{
    internal const string AwaitIndexes = "CALL db.awaitIndexes(300)";

    /// <summary>The name in backticks, which makes any name valid.</summary>
    internal static string Quote(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";

    /// <summary>Every constraint of the schema: keys, then unique properties.</summary>
    internal static IEnumerable<string> Constraints(GraphSchema schema) =>
        schema.Nodes.SelectMany(node => node.Unique.Prepend(node.Key.Name).Select(property =>
            $"CREATE CONSTRAINT {Quote($"{node.Label}_{property}_unique")} IF NOT EXISTS FOR (n:{Quote(node.Label)}) REQUIRE n.{Quote(property)} IS UNIQUE"));

    internal static IEnumerable<string> Indexes(GraphSchema schema) =>
        schema.Nodes.SelectMany(node => node.Indexes.Select(property =>
                $"CREATE INDEX {Quote($"{node.Label}_{property}")} IF NOT EXISTS FOR (n:{Quote(node.Label)}) ON (n.{Quote(property)})"))
            .Concat(schema.Relationships.SelectMany(relationship => relationship.Indexes.Select(property =>
                $"CREATE INDEX {Quote($"{relationship.Name}_{property}")} IF NOT EXISTS FOR ()-[r:{Quote(relationship.Type)}]-() ON (r.{Quote(property)})")));

    /// <summary>Merges nodes; nothing is written to one whose hash is that of its row. The result says how many were written to.</summary>
    internal static string MergeNodes(NodeType node) =>
        $"UNWIND $rows AS row MERGE (n:{Quote(node.Label)} {{{Quote(node.Key.Name)}: row.key}}) "
        + WriteWhereDifferent("n");

    /// <summary>The rows without a node at one of their ends.</summary>
    internal static string FindMissingEnds(RelationshipType relationship) =>
        $"UNWIND $rows AS row OPTIONAL MATCH (a:{End(relationship.From, "from")}) OPTIONAL MATCH (b:{End(relationship.To, "to")}) "
        + "WITH row, a, b WHERE a IS NULL OR b IS NULL RETURN row.number AS number, a IS NULL AS noFrom, b IS NULL AS noTo";

    internal static string MergeRelationships(RelationshipType relationship)
    {
        var key = relationship.Key is { } property ? $" {{{Quote(property.Name)}: row.key}}" : "";
        return $"UNWIND $rows AS row MATCH (a:{End(relationship.From, "from")}) MATCH (b:{End(relationship.To, "to")}) "
            + $"MERGE (a)-[n:{Quote(relationship.Type)}{key}]->(b) "
            + WriteWhereDifferent("n");
    }

    private static string End(NodeType node, string column) => $"{Quote(node.Label)} {{{Quote(node.Key.Name)}: row.{column}}}";

    private static string WriteWhereDifferent(string variable) =>
        $"WITH row, {variable} WHERE {variable}.{Quote(GraphElement.HashProperty)} IS NULL OR {variable}.{Quote(GraphElement.HashProperty)} <> row.hash "
        + $"SET {variable} += row.props, {variable}.{Quote(GraphElement.HashProperty)} = row.hash RETURN count(*) AS written";
}
