using Sluice.Sql.Nodes;

namespace Sluice.Sql.Adapters;

/// <summary>The full name of a table or view. Compared without case, as DuckDB and most databases do.</summary>
/// <param name="Database">The database (catalog).</param>
/// <param name="Schema">The schema.</param>
/// <param name="Identifier">The name in the schema.</param>
public readonly record struct RelationName(string Database, string Schema, string Identifier)
{
    /// <inheritdoc/>
    public bool Equals(RelationName other) =>
        string.Equals(Identifier, other.Identifier, StringComparison.OrdinalIgnoreCase)
        && string.Equals(Schema, other.Schema, StringComparison.OrdinalIgnoreCase)
        && string.Equals(Database, other.Database, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(
        StringComparer.OrdinalIgnoreCase.GetHashCode(Identifier),
        StringComparer.OrdinalIgnoreCase.GetHashCode(Schema),
        StringComparer.OrdinalIgnoreCase.GetHashCode(Database));

    /// <summary>The quoted name, ready for a statement: <c>"db"."schema"."name"</c>.</summary>
    public override string ToString() => $"{Quote(Database)}.{Quote(Schema)}.{Quote(Identifier)}";

    /// <summary>What a node is kept in.</summary>
    /// <param name="node">The node.</param>
    /// <param name="database">The database of nodes that name none.</param>
    internal static RelationName Of(SqlNode node, string database) =>
        new(node.Relation?.Database ?? database, node.Relation?.Schema ?? node.Schema, node.Relation?.Identifier ?? node.Alias);

    /// <summary>Quotes one identifier.</summary>
    public static string Quote(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
