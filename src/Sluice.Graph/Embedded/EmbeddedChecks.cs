using Sluice.DuckDb;

namespace Sluice.Graph;

/// <summary>Queries that give the staged rows which must not be merged: <c>_number</c> and <c>reason</c>, each row once.</summary>
internal static class EmbeddedChecks
{
    /// <summary>Nodes that would share a unique value with another one.</summary>
    internal static IEnumerable<string> Of(NodeType node, GraphTables tables) =>
        node.Unique.SelectMany(name => UniqueChecks(node, name, tables));

    /// <summary>Relationships without a node at one of their ends.</summary>
    internal static IEnumerable<string> Of(RelationshipType relationship, GraphTables tables) =>
    [
        EndCheck(relationship.From, RelationshipType.FromColumn, tables),
        EndCheck(relationship.To, RelationshipType.ToColumn, tables),
    ];

    private static IEnumerable<string> UniqueChecks(NodeType node, string name, GraphTables tables)
    {
        var key = SqlText.Quote(node.Key.Name);
        var value = SqlText.Quote(name);
        var before = SqlText.Literal($"{name} '");
        var between = SqlText.Literal($"' is that of {node.Label} ");
        yield return $"""
            select {GraphTables.Number}, any_value({before} || staged.{value} || {between} || kept.{key}) as reason
            from {GraphTables.Staging} staged join {tables.Of(node)} kept on staged.{value} = kept.{value} and staged.{key} <> kept.{key}
            group by {GraphTables.Number}
            """;
        yield return $"""
            select {GraphTables.Number}, {before} || {value} || {between} || first_key as reason
            from (select {GraphTables.Number}, {value}, first_value({key}) over same as first_key, row_number() over same as place
                  from {GraphTables.Staging} where {value} is not null
                  window same as (partition by {value} order by {GraphTables.Number}))
            where place > 1
            """;
    }

    private static string EndCheck(NodeType end, string column, GraphTables tables) => $"""
        select {GraphTables.Number}, {SqlText.Literal($"there is no {end.Label} ")} || {column} as reason
        from {GraphTables.Staging} staged
        where not exists (select 1 from {tables.Of(end)} node where node.{SqlText.Quote(end.Key.Name)} = staged.{column})
        """;
}
