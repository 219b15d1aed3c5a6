using System.Diagnostics;
using System.Net;
using Sluice.Graph.Tests.Neo4j.StandIn;

namespace Sluice.Graph.Tests.Neo4j;

public sealed class Neo4jGraphTests : IAsyncLifetime
{
    private const string Deadlock = "Neo.TransientError.Transaction.DeadlockDetected";
    private readonly HttpClient _http = new();
    private StandInServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await StandInServer.StartAsync();

    [Fact]
    public async Task Constraints_and_indexes_are_made_once_before_anything_is_loaded()
    {
        var graph = Graph();

        await graph.PrepareAsync();
        await graph.PrepareAsync();

        Assert.Equal(["Award.award_key", "Company.company_id", "Company.uei"], _server.Store.Constraints.Values.Select(constraint => $"{constraint.Label}.{constraint.Property}").Order());
        Assert.Equal(["Company_name"], _server.Store.Indexes.Keys);
    }

    [Fact]
    public async Task First_load_creates_every_node_and_relationship()
    {
        var report = await LoadAsync();

        Assert.Equal(new GraphCounts(Submitted: 5, Created: 5, Updated: 0, Unchanged: 0, Failed: 0), report.Counts);
        Assert.Equal(["a1 -> c1", "a2 -> c1"], Edges("AWARDED_TO"));
    }

    [Fact]
    public async Task Values_arrive_with_their_types()
    {
        await LoadAsync();

        var award = Node("Award", "award_key", "a1");

        Assert.Equal(
            ["Quantum radar", 2024L, 150_000d, false, new DateOnly(2024, 2, 29), new DateTimeOffset(2026, 1, 2, 1, 4, 5, TimeSpan.Zero)],
            new[] { "title", "year", "amount", "sttr", "awarded_on", "seen_at" }.Select(name => award[name]));
        Assert.Equal(["radar", "quantum"], (List<object?>)award["topics"]);
    }

    [Fact]
    public async Task Second_load_of_the_same_writes_nothing()
    {
        await LoadAsync();

        var report = await LoadAsync();

        Assert.Equal(new GraphCounts(Submitted: 5, Created: 0, Updated: 0, Unchanged: 5, Failed: 0), report.Counts);
    }

    [Fact]
    public async Task New_changed_and_equal_rows_are_told_apart()
    {
        await LoadAsync();

        var report = await Graph().MergeAsync("Award", Sample.Awards(Sample.Award("a1") with { Title = null }, Sample.Award("a2"), Sample.Award("a3")));

        Assert.Equal(new GraphCounts(Submitted: 3, Created: 1, Updated: 1, Unchanged: 1, Failed: 0), report.Counts);
        Assert.False(Node("Award", "award_key", "a1").ContainsKey("title"));
    }

    [Fact]
    public async Task Both_targets_keep_the_same_hashes_and_count_the_same()
    {
        using var warehouse = new Embedded.Warehouse();
        foreach (var graph in new IGraphTarget[] { Graph(), warehouse.Graph() })
        {
            await graph.PrepareAsync();
            var report = await graph.MergeAsync("Award", Sample.Awards(Sample.Award("a1"), Sample.Award("a1"), Sample.Award("a1", 2), Sample.Award("a2") with { AwardKey = null! }));
            Assert.Equal(new GraphCounts(4, 1, 0, 1, 2), report.Counts);
        }

        Assert.Equal(Node("Award", "award_key", "a1")["_hash"].ToString(), warehouse.Show("select _hash from graph.\"Award\""));
    }

    [Fact]
    public async Task A_key_tells_relationships_between_the_same_nodes_apart()
    {
        await LoadAsync();

        var report = await Graph().MergeAsync("FUNDED", GraphRows.From<Funded>([new("c1", "a1", "sbir", 1), new("c1", "a1", "match", 2)]));

        Assert.Equal(2, report.Counts.Created);
    }

    [Fact]
    public async Task A_relationship_without_one_of_its_nodes_goes_into_quarantine()
    {
        await LoadAsync();

        var report = await Graph().MergeAsync("AWARDED_TO", Sample.AwardedTo(new("a1", "c9"), new("a9", "c1"), new("a2", "c1")));

        Assert.Equal(new GraphCounts(Submitted: 3, Created: 0, Updated: 0, Unchanged: 1, Failed: 2), report.Counts);
        Assert.Equal(
            ["1 a1 -> c9: there is no Company c9", "2 a9 -> c1: there is no Award a9"],
            report.Quarantine.Select(row => $"{row.Row} {row.Key}: {row.Reason}"));
        Assert.Equal(0, _server.OpenTransactions);
    }

    [Fact]
    public async Task A_batch_that_a_constraint_refuses_is_split_until_its_bad_row_is_found()
    {
        var graph = Graph();
        await graph.PrepareAsync();
        await graph.MergeAsync("Company", Sample.Companies(new Company("c0", "Zero", "U0")));
        var companies = Enumerable.Range(1, 16).Select(number => new Company($"c{number}", "Name", number == 11 ? "U0" : null)).ToArray();

        var report = await graph.MergeAsync("Company", Sample.Companies(companies), new() { Parallelism = 1 });

        Assert.Equal(new GraphCounts(Submitted: 16, Created: 15, Updated: 0, Unchanged: 0, Failed: 1), report.Counts);
        Assert.Equal(4, report.Splits);
        var bad = Assert.Single(report.Quarantine);
        Assert.Equal((11, "c11"), (bad.Row, bad.Key));
        Assert.Contains("already exists with label `Company` and property `uei` = 'U0' (Neo.ClientError.Schema.ConstraintValidationFailed)", bad.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_is_a_transaction_of_its_own()
    {
        var graph = Graph();
        await graph.PrepareAsync();
        var before = _server.Store.LastCommit;

        await graph.MergeAsync("Award", GraphRows.From(Enumerable.Range(0, 2_500).Select(number => Sample.Award($"a{number}"))), new() { Parallelism = 1 });

        Assert.Equal(3, _server.Store.LastCommit - before);
    }

    [Fact]
    public async Task A_deadlock_is_tried_again()
    {
        var graph = Graph();
        await graph.PrepareAsync();
        FailTimes(2, Fault.Error(Deadlock));

        var report = await graph.MergeAsync("Award", Sample.Awards(Sample.Award("a1")));

        Assert.Equal((1L, 2), (report.Counts.Created, report.Retries));
    }

    [Fact]
    public async Task A_deadlock_that_never_ends_is_the_callers_after_the_last_attempt()
    {
        var graph = Graph(attempts: 3);
        await graph.PrepareAsync();
        FailTimes(int.MaxValue, Fault.Error(Deadlock));

        var error = await Assert.ThrowsAsync<Neo4jException>(() => graph.MergeAsync("Award", Sample.Awards(Sample.Award("a1"))));

        Assert.Equal((Deadlock, true), (error.Code, error.IsTransient));
        Assert.Empty(_server.Store.Committed("Award"));
    }

    [Theory]
    [InlineData(502, "text/html", "<html>bad gateway</html>", false)]
    [InlineData(202, "application/json", "{\"data\":{\"fields\":[\"wri", false)]
    [InlineData(0, "", "", true)]
    public async Task A_server_that_is_away_for_a_moment_is_asked_again(int status, string type, string body, bool cutOff)
    {
        var graph = Graph();
        await graph.PrepareAsync();
        FailTimes(1, new(status, type, body, cutOff));

        var report = await graph.MergeAsync("Award", Sample.Awards(Sample.Award("a1")));

        Assert.Equal((1L, 1), (report.Counts.Created, report.Retries));
    }

    [Fact]
    public async Task A_transaction_that_expires_between_its_requests_is_run_again()
    {
        var time = new ManualTime();
        await using var server = await StandInServer.StartAsync(time);
        var graph = new Neo4jGraph(Sample.Schema(), _http, Options(server, 3));
        await LoadAsync(graph);
        var stalls = 1;
        server.Fault = (path, _) =>
        {
            if (path.EndsWith("/commit", StringComparison.Ordinal) && stalls-- > 0)
            {
                time.Advance(StandInServer.IdleTimeout + TimeSpan.FromSeconds(1));
            }

            return null;
        };

        var report = await graph.MergeAsync("FOLLOWS", GraphRows.From<Follows>([new("a1", "a2", 0.5)]));

        Assert.Equal((1L, 1), (report.Counts.Created, report.Retries));
    }

    [Fact]
    public async Task A_wrong_password_is_not_tried_again()
    {
        var graph = new Neo4jGraph(Sample.Schema(), _http, Options(_server, 5) with { Credentials = Neo4jCredentials.Basic("neo4j", "guess") });

        var error = await Assert.ThrowsAsync<Neo4jException>(() => graph.PrepareAsync());

        Assert.Equal("Invalid username or password. (Neo.ClientError.Security.Unauthorized)", error.Message);
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task An_unknown_database_is_the_callers_error()
    {
        var graph = new Neo4jGraph(Sample.Schema(), _http, Options(_server, 5) with { Database = "sbir" });

        var error = await Assert.ThrowsAsync<Neo4jException>(() => graph.PrepareAsync());

        Assert.Equal("Neo.ClientError.Database.DatabaseNotFound", error.Code);
    }

    [Fact]
    public async Task Each_phase_waits_for_the_bookmarks_of_the_one_before()
    {
        await LoadAsync(options: new() { Parallelism = 1 });

        var last = _server.Bookmarks.Last(bookmarks => bookmarks.Length > 0);
        Assert.All(last, bookmark => Assert.StartsWith("FB:", bookmark, StringComparison.Ordinal));
        Assert.Equal(_server.Store.LastCommit - 1, last.Max(bookmark => long.Parse(bookmark[3..])));
    }

    [Fact]
    public async Task Batches_side_by_side_never_meet_in_a_deadlock()
    {
        var graph = Graph();
        await graph.PrepareAsync();
        await graph.MergeAsync("Award", GraphRows.From(Enumerable.Range(0, 300).Select(number => Sample.Award($"a{number}"))));
        var random = new Random(7);
        var edges = Enumerable.Range(0, 4_000)
            .Select(_ => new Follows($"a{random.Next(300)}", $"a{random.Next(300)}", 0.5))
            .DistinctBy(edge => (edge.FromKey, edge.ToKey)).ToList();

        var report = await graph.MergeAsync("FOLLOWS", GraphRows.From(edges), new() { BatchSize = 50, Parallelism = 4 });

        Assert.Equal(edges.Count, report.Counts.Created);
        Assert.Equal((0, 0), (_server.Store.Locks.Deadlocks, report.Retries));
        Assert.Equal(edges.Count, Edges("FOLLOWS").Count());
    }

    [Fact]
    public async Task A_real_deadlock_with_another_client_is_survived()
    {
        await LoadAsync();
        await Graph().MergeAsync("Company", Sample.Companies(new Company("c2", "Bolt")));
        var schema = Sample.Schema();
        var other = new QueryApi(_http, Options(_server, 1));
        var edge = (RelationshipType)schema["AWARDED_TO"];
        var merge = Cypher.MergeRelationships(edge);
        // The other client holds a2 and c2; the load takes a1 and waits for a2; the other then asks for a1 and would close the circle.
        var held = await other.BeginAsync(merge, json => TypedJson.WriteRows(json, edge, [new(1, ["a2", "c2", null], 1)]), default);
        var load = Graph().MergeAsync("FOLLOWS", GraphRows.From<Follows>([new("a1", "a2", 0.5)]));
        for (var start = Stopwatch.GetTimestamp(); _server.Store.Locks.Waiting == 0;)
        {
            Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 30);
            await Task.Yield();
        }

        var second = other.CommitAsync(held, merge, json => TypedJson.WriteRows(json, edge, [new(1, ["a1", "c2", null], 1)]), default);
        var refused = await Record.ExceptionAsync(() => second);
        var report = await load;

        Assert.Equal(1, _server.Store.Locks.Deadlocks);
        Assert.Equal(Deadlock, Assert.IsType<Neo4jException>(refused).Code);
        Assert.Equal(1, report.Counts.Created);
    }

    [Fact]
    public async Task A_cancelled_load_keeps_what_is_committed()
    {
        using var cancel = new CancellationTokenSource();
        var graph = Graph();
        await graph.PrepareAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => graph.MergeAsync("Award", GraphRows.From(Endless(cancel)), new() { BatchSize = 10, Parallelism = 1 }, cancel.Token));

        Assert.Equal(20, _server.Store.Committed("Award").Count);
    }

    [Fact]
    public async Task The_stand_in_refuses_cypher_that_it_does_not_know()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_server.Address, "db/neo4j/query/v2"))
        {
            Content = new StringContent("""{"statement":"MATCH (n) DETACH DELETE n"}"""),
        };
        request.Headers.Authorization = Neo4jCredentials.Basic("neo4j", "verysecret").Header;

        using var response = await _http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Contains("Neo.ClientError.Statement.SyntaxError", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void Credentials_do_not_show_themselves()
    {
        Assert.DoesNotContain("verysecret", Options(_server, 1).ToString(), StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    private static IEnumerable<Award> Endless(CancellationTokenSource cancel)
    {
        for (var number = 0; ; number++)
        {
            if (number == 25)
            {
                cancel.Cancel();
            }

            yield return Sample.Award($"a{number}");
        }
    }

    private static Neo4jOptions Options(StandInServer server, int attempts) => new()
    {
        Address = server.Address,
        Credentials = Neo4jCredentials.Basic("neo4j", "verysecret"),
        MaxAttempts = attempts,
        FirstDelay = TimeSpan.FromMilliseconds(1),
        MaxDelay = TimeSpan.FromMilliseconds(5),
    };

    private Neo4jGraph Graph(int attempts = 5) => new(Sample.Schema(), _http, Options(_server, attempts));

    private Task<GraphLoadReport> LoadAsync(Neo4jGraph? graph = null, GraphLoadOptions? options = null) => new GraphLoad(graph ?? Graph(), options)
        .Add("AWARDED_TO", Sample.AwardedTo(new("a1", "c1", new(2024, 3, 1)), new("a2", "c1")))
        .Add("Company", Sample.Companies(new Company("c1", "Acme")))
        .Add("Award", Sample.Awards(Sample.Award("a1"), Sample.Award("a2")))
        .RunAsync();

    private void FailTimes(int times, Fault fault) =>
        _server.Fault = (path, _) => Interlocked.Decrement(ref times) >= 0 ? fault : null;

    private IReadOnlyDictionary<string, object> Node(string label, string key, string value) =>
        _server.Store.Committed(label).Select(node => node.PropertiesFor(null)).Single(node => node[key].Equals(value));

    private IEnumerable<string> Edges(string type) =>
        _server.Store.Committed(type).Select(edge => $"{KeyOf(edge.From!)} -> {KeyOf(edge.To!)}").Order(StringComparer.Ordinal);

    private static object KeyOf(Entity node) => node.PropertiesFor(null)[node.Type == "Award" ? "award_key" : "company_id"];
}
