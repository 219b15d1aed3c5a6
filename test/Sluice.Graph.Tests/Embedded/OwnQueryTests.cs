using System.Globalization;

namespace Sluice.Graph.Tests.Embedded;

public sealed class OwnQueryTests
{
    private const string Parts = "select id, name, size from parts";
    private const string Links = "select from_key, to_key, weight from links";

    [Theory]
    [MemberData(nameof(Sample.Seeds), MemberType = typeof(Sample))]
    public async Task Random_loads_count_what_loads_of_objects_count_and_leave_the_same(int seed)
    {
        var random = new Random(seed);
        using var queried = new Warehouse();
        using var read = new Warehouse();
        await queried.Graph(Schema()).PrepareAsync();
        await read.Graph(Schema()).PrepareAsync();

        for (var load = 0; load < 8; load++)
        {
            Edit(queried, random);
            foreach (var (element, sql) in new[] { ("Part", Parts), ("LINKED", Links) })
            {
                using var command = queried.Connection.CreateCommand(sql);
                using var reader = command.ExecuteReader();
                var expected = await read.Graph(Schema()).MergeAsync(element, GraphRows.Read(reader));

                var actual = await queried.Graph(Schema()).MergeAsync(element, GraphRows.Query(queried.Connection, sql));

                Assert.Equal(expected.Counts, actual.Counts);
                Assert.Equal(expected.Quarantine.Select(row => row.ToString()), actual.Quarantine.Select(row => row.ToString()));
            }

            Assert.Equal(Content(read), Content(queried));
        }
    }

    [Theory]
    [MemberData(nameof(Sample.Seeds), MemberType = typeof(Sample))]
    public async Task Random_loads_that_remove_what_is_missing_leave_what_a_load_into_an_empty_graph_leaves(int seed)
    {
        var random = new Random(seed);
        using var again = new Warehouse();
        await again.Graph(Schema()).PrepareAsync();

        for (var load = 0; load < 8; load++)
        {
            Edit(again, random);
            await LoadAsync(again);
            again.Execute("drop schema if exists fresh cascade; create schema fresh");
            var fresh = EmbeddedGraph.On(Schema(), again.Connection, "fresh");
            await fresh.PrepareAsync();
            await fresh.MergeAsync("Part", GraphRows.Query(again.Connection, Parts));
            await fresh.MergeAsync("LINKED", GraphRows.Query(again.Connection, Links));

            Assert.Equal(Content(again, "fresh"), Content(again));
            Assert.Equal(
                again.Show("select (select count(*) from graph.\"Part\"), (select count(*) from graph.\"LINKED\")"),
                again.Show("select (select row_count from graph._elements where name = 'Part'), (select row_count from graph._elements where name = 'LINKED')"));
        }
    }

    [Theory]
    [MemberData(nameof(Sample.Seeds), MemberType = typeof(Sample))]
    public async Task Random_loads_of_the_keys_that_have_changed_leave_what_loads_of_all_leave_and_count_the_same(int seed)
    {
        var random = new Random(seed);
        using var some = new Warehouse();
        using var all = new Warehouse();
        await some.Graph(Schema()).PrepareAsync();
        await all.Graph(Schema()).PrepareAsync();
        Edit(some, new Random(seed));
        Edit(all, new Random(seed));
        await LoadAsync(some);
        await LoadAsync(all);

        for (var load = 0; load < 8; load++)
        {
            some.Execute("create or replace table seen_parts as from parts; create or replace table seen_links as from links");
            var edits = random.Next();
            Edit(some, new Random(edits), count: load % 3 * 4);
            Edit(all, new Random(edits), count: load % 3 * 4);
            foreach (var (element, sql, table, key) in new[] { ("Part", Parts, "parts", "id"), ("LINKED", Links, "links", "from_key, to_key") })
            {
                var changed = $"select {key} from ((from {table} except all from seen_{table}) union all (from seen_{table} except all from {table}))";
                var expected = await all.Graph(Schema()).MergeAsync(element, GraphRows.Query(all.Connection, sql), new() { RemoveMissing = true });

                var actual = await some.Graph(Schema()).MergeAsync(element, GraphRows.Query(some.Connection, sql, changed), new() { RemoveMissing = true });

                Assert.Equal(expected.Counts, actual.Counts);
                Assert.Equal(expected.Removed, actual.Removed);
            }

            Assert.Equal(Content(all), Content(some));
        }
    }

    [Theory]
    [MemberData(nameof(Sample.Seeds), MemberType = typeof(Sample))]
    public async Task Random_loads_of_the_keys_that_have_changed_are_enough_where_no_row_fails(int seed)
    {
        var random = new Random(seed);
        using var some = new Warehouse();
        await some.Graph(Schema()).PrepareAsync();
        some.Execute("create table parts (id varchar, name varchar, size integer); create table links (from_key varchar, to_key varchar, weight integer)");
        EditWhole(some, random, count: 60);
        await LoadAsync(some);

        for (var load = 0; load < 8; load++)
        {
            some.Execute("create or replace table seen_parts as from parts; create or replace table seen_links as from links");
            EditWhole(some, random, count: load % 4 * 4);
            foreach (var (element, sql, table, key) in new[] { ("Part", Parts, "parts", "id"), ("LINKED", Links, "links", "from_key, to_key") })
            {
                var created = Number(some, $"select count(*) from (select {key} from {table} except select {key} from seen_{table})");
                var updated = Number(some, $"select count(*) from (from {table} except from seen_{table})") - created;
                var changed = $"select {key} from ((from {table} except from seen_{table}) union all (from seen_{table} except from {table}))";

                var report = await some.Graph(Schema()).MergeAsync(element, GraphRows.Query(some.Connection, sql, changed), new() { RemoveMissing = true });

                var rows = Number(some, $"select count(*) from {table}");
                Assert.Equal(new GraphCounts(rows, created, updated, rows - created - updated, 0), report.Counts);
                Assert.Equal(rows, Number(some, $"select row_count from graph._elements where name = '{element}'"));
            }

            Assert.Equal(some.Show("from parts order by all"), some.Show("select id, name, size from graph.\"Part\" order by all"));
            Assert.Equal(some.Show("from links order by all"), some.Show("select from_key, to_key, weight from graph.\"LINKED\" order by all"));
        }
    }

    [Fact]
    public async Task Only_statements_that_have_something_to_do_are_sent()
    {
        using var warehouse = new Warehouse();
        await warehouse.Graph(Schema()).PrepareAsync();
        warehouse.Execute("create table parts as select 'p' || i as id, 'name' as name, i as size from range(100) as r(i); create table links as select 'p' || i as from_key, 'p1' as to_key, 1 as weight from range(100) as r(i)");
        await LoadAsync(warehouse);
        warehouse.Execute("insert into links values ('p1', 'p2', 1); call enable_logging('QueryLog')");
        var graph = warehouse.Graph(Schema());
        var before = Number(warehouse, Statements);

        await graph.MergeAsync("Part", GraphRows.Query(warehouse.Connection, Parts, "select 'p1' as id where false"), new() { RemoveMissing = true });
        var unchanged = Number(warehouse, Statements) - before;
        await graph.MergeAsync("Part", GraphRows.Query(warehouse.Connection, Parts), new() { RemoveMissing = true });
        var compared = Number(warehouse, Statements) - before - unchanged;
        await graph.MergeAsync("LINKED", GraphRows.Query(warehouse.Connection, Links, "select 'p1' as from_key, 'p2' as to_key"), new() { RemoveMissing = true });

        Assert.Equal((4, 3, 10), (unchanged, compared, Number(warehouse, Statements) - before - unchanged - compared));
    }

    [Fact]
    public async Task Rows_of_keys_that_have_not_changed_are_not_looked_at()
    {
        using var warehouse = new Warehouse();
        await warehouse.Graph(Schema()).PrepareAsync();
        warehouse.Execute("create table parts as select 'p' || i as id, 'name' as name, i as size from range(1000) as r(i)");
        await warehouse.Graph(Schema()).MergeAsync("Part", GraphRows.Query(warehouse.Connection, Parts), new() { RemoveMissing = true });
        warehouse.Execute("update parts set size = -1 where id in ('p7', 'p8')");

        var report = await warehouse.Graph(Schema()).MergeAsync("Part", GraphRows.Query(warehouse.Connection, Parts, "select 'p7' as id"), new() { RemoveMissing = true });

        Assert.Equal(new GraphCounts(Submitted: 1000, Created: 0, Updated: 1, Unchanged: 999, Failed: 0), report.Counts);
        Assert.Equal("8", warehouse.Show("select size from graph.\"Part\" where id = 'p8'"));
    }

    [Fact]
    public async Task Rows_that_are_as_they_were_are_counted_and_not_written()
    {
        using var warehouse = new Warehouse();
        await warehouse.Graph(Schema()).PrepareAsync();
        warehouse.Execute("create table parts as select 'p' || i as id, 'name' as name, i as size from range(1000) as r(i); create table links as select 'p1' as from_key, 'p2' as to_key, 1 as weight");
        await LoadAsync(warehouse);
        warehouse.Execute("update parts set size = -1 where id = 'p7'; delete from parts where id = 'p1'");

        var report = await warehouse.Graph(Schema()).MergeAsync("Part", GraphRows.Query(warehouse.Connection, Parts), new() { RemoveMissing = true });

        Assert.Equal(new GraphCounts(Submitted: 999, Created: 0, Updated: 1, Unchanged: 998, Failed: 0), report.Counts);
        Assert.Equal(1, report.Removed);
        Assert.Equal("0", warehouse.Show("select count(*) from graph.\"LINKED\"")); // its end is gone
    }

    [Fact]
    public async Task What_was_loaded_from_objects_goes_when_a_query_lacks_it()
    {
        using var warehouse = new Warehouse();
        await warehouse.Graph().PrepareAsync();
        await warehouse.Graph().MergeAsync("Company", Sample.Companies(new("c1", "Acme"), new("c2", "Bolt")));

        var report = await warehouse.Graph().MergeAsync("Company", GraphRows.Query(warehouse.Connection, "select 'c1' as company_id, 'Acme' as name, null::varchar as uei"), new() { RemoveMissing = true });

        Assert.Equal((1, 1), (report.Counts.Unchanged, report.Removed));
        Assert.Equal("c1", warehouse.Show("select company_id from graph.\"Company\""));
    }

    [Fact]
    public async Task A_node_goes_with_the_relationships_at_either_end()
    {
        using var warehouse = new Warehouse();
        await warehouse.Graph(Schema()).PrepareAsync();
        warehouse.Execute("create table parts as select 'p' || i as id, 'name' as name, i as size from range(4) as r(i); create table links as from (values ('p0', 'p1', 1), ('p1', 'p2', 1), ('p1', 'p1', 1), ('p2', 'p3', 1)) as l(from_key, to_key, weight)");
        await LoadAsync(warehouse);
        warehouse.Execute("delete from parts where id = 'p1'");

        await warehouse.Graph(Schema()).MergeAsync("Part", GraphRows.Query(warehouse.Connection, Parts, "select 'p1' as id"), new() { RemoveMissing = true });

        Assert.Equal("p2,p3", warehouse.Show("select from_key, to_key from graph.\"LINKED\""));
        Assert.Equal("LINKED,1,7\nPart,3,5", warehouse.Show("select name, row_count, changes from graph._elements order by name"));
    }

    [Fact]
    public async Task A_key_of_another_type_goes_into_quarantine_each_time()
    {
        var schema = new GraphSchema().Node("Part", key: "id", part => part.Text("name"), GraphType.Integer);
        using var warehouse = new Warehouse();
        await warehouse.Graph(schema).PrepareAsync();
        await warehouse.Graph(schema).MergeAsync("Part", GraphRows.Query(warehouse.Connection, "select 1 as id, 'one' as name"));

        var report = await warehouse.Graph(schema).MergeAsync("Part", GraphRows.Query(warehouse.Connection, "select 'none' as id, 'one' as name"));

        Assert.Equal(1, report.Counts.Failed);
    }

    [Fact]
    public async Task What_is_missing_is_found_only_among_rows_of_an_own_query()
    {
        using var warehouse = new Warehouse();
        await warehouse.Graph().PrepareAsync();

        var error = await Assert.ThrowsAsync<ArgumentException>(() => warehouse.Graph().MergeAsync("Company", Sample.Companies(), new() { RemoveMissing = true }));

        Assert.StartsWith("RemoveMissing needs the rows of a query", error.Message, StringComparison.Ordinal);
    }

    private static async Task LoadAsync(Warehouse warehouse)
    {
        var graph = warehouse.Graph(Schema());
        await graph.MergeAsync("Part", GraphRows.Query(warehouse.Connection, Parts), new() { RemoveMissing = true });
        await graph.MergeAsync("LINKED", GraphRows.Query(warehouse.Connection, Links), new() { RemoveMissing = true });
    }

    // Most rows stay from load to load; keys come twice, equal or not, and links without an end.
    private static void Edit(Warehouse warehouse, Random random, int count = 30)
    {
        warehouse.Execute("create table if not exists parts (id varchar, name varchar, size integer); create table if not exists links (from_key varchar, to_key varchar, weight integer)");
        for (var edit = 0; edit < count; edit++)
        {
            var (one, other) = (random.Next(40), random.Next(40));
            warehouse.Execute(random.Next(7) switch
            {
                0 => $"delete from parts where id = 'p{one}'",
                1 => $"update parts set size = {other} where id = 'p{one}'",
                2 or 3 => $"insert into parts values ('p{one}', {(random.Next(8) == 0 ? "null" : "'name'")}, {random.Next(2)})",
                4 => $"delete from links where from_key = 'p{one}' and to_key = 'p{other % 5}'",
                _ => $"insert into links values ('p{one}', 'p{other % 5}', {random.Next(2)})",
            });
        }
    }

    // Keys come once, and links have both ends.
    private static void EditWhole(Warehouse warehouse, Random random, int count)
    {
        for (var edit = 0; edit < count; edit++)
        {
            var (one, other) = (random.Next(40), random.Next(40));
            warehouse.Execute(random.Next(7) switch
            {
                0 => $"delete from links where 'p{one}' in (from_key, to_key); delete from parts where id = 'p{one}'",
                1 or 2 => $"update parts set size = {other} where id = 'p{one}'",
                3 or 4 => $"insert into parts select 'p{one}', 'name', 1 where not exists (from parts where id = 'p{one}')",
                5 => $"update links set weight = {other} where from_key = 'p{one}'",
                _ => $"insert into links select a.id, b.id, 1 from parts a, parts b where a.id = 'p{one}' and b.id in ('p{other}', 'p{one}') and not exists (from links where from_key = a.id and to_key = b.id)",
            });
        }
    }

    private const string Statements = "select count(*) from duckdb_logs where type = 'QueryLog' and not regexp_matches(message, 'duckdb_logs|^begin|^commit|appended_data', 'i')";

    private static long Number(Warehouse warehouse, string sql) => long.Parse(warehouse.Show(sql), CultureInfo.InvariantCulture);

    private static string Content(Warehouse warehouse, string schema = "graph") =>
        warehouse.Show($"select * exclude (_source) from {schema}.\"Part\" order by all") + "\n\n" + warehouse.Show($"select * exclude (_source) from {schema}.\"LINKED\" order by all");

    private static GraphSchema Schema() => new GraphSchema()
        .Node("Part", key: "id", part => part.Text("name").Integer("size"))
        .Relationship("LINKED", from: "Part", to: "Part", link => link.Integer("weight"));
}
