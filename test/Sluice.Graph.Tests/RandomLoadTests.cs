using Sluice.Graph.Tests.Embedded;
using Sluice.Graph.Tests.Neo4j.StandIn;

namespace Sluice.Graph.Tests;

/// <summary>Random loads, one after the other, into both targets and into a dictionary: all three must hold the same and count the same.</summary>
public sealed class RandomLoadTests
{
    [Theory]
    [MemberData(nameof(Sample.Seeds), MemberType = typeof(Sample))]
    public async Task Both_targets_and_a_dictionary_agree(int seed)
    {
        var random = new Random(seed);
        using var warehouse = new Warehouse();
        await using var server = await StandInServer.StartAsync();
        using var http = new HttpClient();
        var embedded = warehouse.Graph(Schema());
        var remote = new Neo4jGraph(Schema(), http, new() { Address = server.Address, Credentials = Neo4jCredentials.Basic("neo4j", "verysecret") });
        await embedded.PrepareAsync();
        await remote.PrepareAsync();
        var model = new Model();

        for (var load = 0; load < 6; load++)
        {
            var options = new GraphLoadOptions { BatchSize = random.Next(1, 20), Parallelism = random.Next(1, 5) };
            var nodes = Enumerable.Range(0, random.Next(60)).Select(_ => new Part($"p{random.Next(40)}", random.Next(10) == 0 ? null : $"name {random.Next(3)}", random.Next(2))).ToList();
            var edges = Enumerable.Range(0, random.Next(120)).Select(_ => new Link($"p{random.Next(45)}", $"p{random.Next(45)}", random.Next(2))).ToList();

            foreach (var (element, rows, expected) in new[]
            {
                ("Part", (Func<GraphRows>)(() => GraphRows.From(nodes)), model.Merge(nodes)),
                ("LINKED", () => GraphRows.From(edges), model.Merge(edges)),
            })
            {
                Assert.Equal(expected, (await embedded.MergeAsync(element, rows(), options)).Counts);
                Assert.Equal(expected, (await remote.MergeAsync(element, rows(), options)).Counts);
            }
        }

        Assert.Equal(model.Nodes(), warehouse.Show("select id, name, size from graph.\"Part\" order by id").Split('\n'));
        Assert.Equal(model.Edges(), warehouse.Show("select from_key, to_key, weight from graph.\"LINKED\" order by from_key, to_key").Split('\n'));
        Assert.Equal(
            model.Nodes(),
            server.Store.Committed("Part").Select(node => node.PropertiesFor(null)).Select(node => $"{node["id"]},{node["name"]},{node["size"]}").Order(StringComparer.Ordinal));
        Assert.Equal(
            model.Edges(),
            server.Store.Committed("LINKED").Select(edge => $"{edge.From!.PropertiesFor(null)["id"]},{edge.To!.PropertiesFor(null)["id"]},{edge.PropertiesFor(null)["weight"]}").Order(StringComparer.Ordinal));
        Assert.Equal(0, server.Store.Locks.Deadlocks);
    }

    private static GraphSchema Schema() => new GraphSchema()
        .Node("Part", key: "id", part => part.Text("name", required: true).Integer("size"))
        .Relationship("LINKED", from: "Part", to: "Part", link => link.Integer("weight"));

    private sealed record Part(string Id, string? Name, long Size);

    private sealed record Link(string FromKey, string ToKey, long Weight);

    private sealed class Model
    {
        private readonly SortedDictionary<string, Part> _parts = new(StringComparer.Ordinal);
        private readonly Dictionary<(string From, string To), Link> _links = [];

        internal GraphCounts Merge(List<Part> rows) => Merge(rows, part => part.Id, part => part.Name is not null, _parts);

        internal GraphCounts Merge(List<Link> rows) =>
            Merge(rows, link => (link.FromKey, link.ToKey), link => _parts.ContainsKey(link.FromKey) && _parts.ContainsKey(link.ToKey), _links);

        internal IEnumerable<string> Nodes() => _parts.Values.Select(part => $"{part.Id},{part.Name},{part.Size}");

        internal IEnumerable<string> Edges() => _links.Values.Select(link => $"{link.FromKey},{link.ToKey},{link.Weight}").Order(StringComparer.Ordinal);

        private static GraphCounts Merge<TKey, TRow>(List<TRow> rows, Func<TRow, TKey> key, Func<TRow, bool> isGood, IDictionary<TKey, TRow> kept)
            where TKey : notnull
            where TRow : notnull
        {
            var counts = new GraphCounts(rows.Count, 0, 0, 0, 0);
            var seen = new Dictionary<TKey, TRow>();
            foreach (var row in rows)
            {
                // A part without a name is refused before it is compared; a link without its ends only after.
                if (row is Part && !isGood(row))
                {
                    counts += new GraphCounts(0, 0, 0, 0, 1);
                }
                else if (!seen.TryAdd(key(row), row))
                {
                    counts += seen[key(row)].Equals(row) ? new GraphCounts(0, 0, 0, 1, 0) : new GraphCounts(0, 0, 0, 0, 1);
                }
                else if (!isGood(row))
                {
                    counts += new GraphCounts(0, 0, 0, 0, 1);
                }
                else
                {
                    counts += !kept.TryGetValue(key(row), out var old) ? new(0, 1, 0, 0, 0) : old.Equals(row) ? new(0, 0, 0, 1, 0) : new GraphCounts(0, 0, 1, 0, 0);
                    kept[key(row)] = row;
                }
            }

            return counts;
        }
    }
}
