using System.Text.Json;

namespace Sbir.Enrich;

/// <summary>The normalised name of an entity, and the entity's place among all.</summary>
internal sealed record NamedEntity(string Name, long Entity);

/// <summary>The table of the names of all entities, in their order, and the queries over it.</summary>
internal static class EntityNames
{
    /// <summary>What a table of a name, its <see cref="NameOrder.BlockOf(NormalisedName)"/> and its entity becomes. What is left of a name in UTF-8 has the order of its UTF-16: it holds no surrogates.</summary>
    internal static string OrderedSql(string names) =>
        $"select block, name, entity, row_number() over (order by name, entity) as position from {names} order by position";

    /// <summary>The names among which all are that <see cref="NameOrder"/> looks at for some queries, and few others, in their order.</summary>
    internal static string AroundSql(string names, IEnumerable<NormalisedName> queries) => $"""
        with asked as (
            select unnest(from_json('{JsonSerializer.Serialize(queries.Distinct().SelectMany(Beginnings))}', '[["VARCHAR"]]')) as pair
        ),
        blocks as (
            select pair[1] as name, pair[2] as beginning, block
            from asked join (select distinct block from {names}) as n on block = pair[2] or (pair[1] = pair[2] and starts_with(block, pair[2]))
        ),
        near as materialized (
            select block, name, entity, position from {names} where block in (select block from blocks)
        ),
        windows as (
            select first + greatest(0, least(lower - {NameOrder.MostCandidates / 2}, size - {NameOrder.MostCandidates})) as start
            from (
                select min(n.position) as first, count(*) filter (where n.name < b.name) as lower, count(*) as size
                from near as n join blocks as b using (block)
                group by b.name, b.beginning
            )
        )
        select name, entity from near where position in (select unnest(range(start, start + {NameOrder.MostCandidates})) from windows) order by position
        """;

    // Where none begins with a letter and a space, the names are looked at that are this letter.
    private static IEnumerable<string[]> Beginnings(NormalisedName query)
    {
        var block = NameOrder.BlockOf(query);
        yield return [query.Text, block];
        if (block.EndsWith(' '))
        {
            yield return [query.Text, block[..1]];
        }
    }
}
