namespace Sluice.Graph;

/// <summary>
/// Deals rows out so that transactions which run side by side never touch the same node: nodes by their key; relationships by both
/// ends, in rounds in which each lane of nodes is taken by one transaction at most.
/// </summary>
internal static class Lanes
{
    /// <summary>Rounds that run one after the other; the groups of a round may run side by side.</summary>
    internal static IEnumerable<IReadOnlyList<IReadOnlyList<GraphRow>>> Deal(GraphElement element, IReadOnlyList<GraphRow> rows, int lanes)
    {
        var groups = element is RelationshipType relationship
            ? rows.GroupBy(row => (From: Lane(row.Values[0]!, lanes), To: Lane(row.Values[1]!, lanes)))
                .Select(group => new Group([.. group], Taken(relationship, group.Key.From, group.Key.To, lanes)))
            : rows.GroupBy(row => Lane(row.Values[0]!, lanes)).Select(group => new Group([.. group], [group.Key]));
        return Rounds([.. groups.OrderByDescending(group => group.Rows.Count)]);
    }

    private static IEnumerable<IReadOnlyList<IReadOnlyList<GraphRow>>> Rounds(List<Group> waiting)
    {
        while (waiting.Count > 0)
        {
            var taken = new HashSet<int>();
            var round = waiting.FindAll(group =>
            {
                var isFree = !group.Lanes.Exists(taken.Contains);
                if (isFree)
                {
                    taken.UnionWith(group.Lanes);
                }

                return isFree;
            });
            waiting.RemoveAll(round.Contains);
            yield return [.. round.Select(group => group.Rows)];
        }
    }

    // The ends of a relationship between two labels have nodes of their own; between nodes of one label they share them.
    private static List<int> Taken(RelationshipType relationship, int from, int to, int lanes) =>
        relationship.From == relationship.To ? [from, to] : [from, lanes + to];

    private static int Lane(object key, int lanes) => (int)(Hash(key) % (uint)lanes);

    // FNV-1a: a text's own hash code is another one in each process, and a load should do the same each time.
    private static uint Hash(object key) => key is string text
        ? text.Aggregate(2_166_136_261, static (hash, letter) => unchecked((hash ^ letter) * 16_777_619))
        : (uint)key.GetHashCode();

    private sealed record Group(IReadOnlyList<GraphRow> Rows, List<int> Lanes);
}
