using Sluice.DuckDb;

namespace Sluice.Graph.Tests.Embedded;

public sealed class EmbeddedGraphTests : IDisposable
{
    private readonly Warehouse _warehouse = new();

    [Fact]
    public async Task First_load_creates_every_node_and_relationship()
    {
        var report = await LoadAsync();

        Assert.Equal(new GraphCounts(Submitted: 5, Created: 5, Updated: 0, Unchanged: 0, Failed: 0), report.Counts);
        Assert.Equal(["Company", "Award", "AWARDED_TO"], report.Elements.Select(element => element.Element));
        Assert.Equal("a1,c1\na2,c1", _warehouse.Show("select from_key, to_key from graph.\"AWARDED_TO\" order by all"));
    }

    [Fact]
    public async Task Values_are_stored_exactly()
    {
        await LoadAsync();

        Assert.Equal(
            "a1,Quantum radar,2024,150000.0,false,2024-02-29,2026-01-02 01:04:05,[radar, quantum]",
            _warehouse.Show("select * exclude (_hash, _source) replace (seen_at at time zone 'UTC' as seen_at) from graph.\"Award\" where award_key = 'a1'"));
    }

    [Fact]
    public async Task Second_load_of_the_same_changes_nothing()
    {
        await LoadAsync();
        var before = Everything();

        var report = await LoadAsync();

        Assert.Equal(new GraphCounts(Submitted: 5, Created: 0, Updated: 0, Unchanged: 5, Failed: 0), report.Counts);
        Assert.Equal(before, Everything());
    }

    [Fact]
    public async Task New_changed_and_equal_rows_are_told_apart()
    {
        await LoadAsync();

        var report = await _warehouse.Graph().MergeAsync("Award", Sample.Awards(Sample.Award("a1"), Sample.Award("a2", amount: 7), Sample.Award("a3")));

        Assert.Equal(new GraphCounts(Submitted: 3, Created: 1, Updated: 1, Unchanged: 1, Failed: 0), report.Counts);
        Assert.Equal("a1,150000.0\na2,7.0\na3,150000.0", _warehouse.Show("select award_key, amount from graph.\"Award\" order by all"));
    }

    [Fact]
    public async Task A_value_that_becomes_null_is_removed()
    {
        await LoadAsync();

        var report = await _warehouse.Graph().MergeAsync("Award", Sample.Awards(Sample.Award("a1") with { Title = null, Topics = null }));

        Assert.Equal(1, report.Counts.Updated);
        Assert.Equal("true,true", _warehouse.Show("select title is null, topics is null from graph.\"Award\" where award_key = 'a1'"));
    }

    [Fact]
    public async Task A_key_tells_relationships_between_the_same_nodes_apart()
    {
        await LoadAsync();

        var report = await _warehouse.Graph().MergeAsync(
            "FUNDED", GraphRows.From<Funded>([new("c1", "a1", "sbir", 1), new("c1", "a1", "match", 2), new("c1", "a1", "sbir", 1)]));

        Assert.Equal(new GraphCounts(Submitted: 3, Created: 2, Updated: 0, Unchanged: 1, Failed: 0), report.Counts);
    }

    [Fact]
    public async Task A_relationship_without_one_of_its_nodes_goes_into_quarantine()
    {
        await LoadAsync();

        var report = await _warehouse.Graph().MergeAsync("AWARDED_TO", Sample.AwardedTo(new("a1", "c9"), new("a9", "c1"), new("a9", "c9"), new("a2", "c1")));

        Assert.Equal(new GraphCounts(Submitted: 4, Created: 0, Updated: 0, Unchanged: 1, Failed: 3), report.Counts);
        Assert.Equal(
            ["1 a1 -> c9: there is no Company c9", "2 a9 -> c1: there is no Award a9", "3 a9 -> c9: there is no Award a9"],
            report.Quarantine.Select(row => $"{row.Row} {row.Key}: {row.Reason}"));
    }

    [Fact]
    public async Task Rows_that_contradict_one_another_keep_the_first()
    {
        var graph = _warehouse.Graph();
        await graph.PrepareAsync();

        var report = await graph.MergeAsync("Award", Sample.Awards(Sample.Award("a1", 1), Sample.Award("a1", 2), Sample.Award("a1", 1)));

        Assert.Equal(new GraphCounts(Submitted: 3, Created: 1, Updated: 0, Unchanged: 1, Failed: 1), report.Counts);
        Assert.Equal("an earlier row of this load has the same key and other properties", Assert.Single(report.Quarantine).Reason);
        Assert.Equal("1.0", _warehouse.Show("select amount from graph.\"Award\""));
    }

    [Fact]
    public async Task A_unique_value_of_another_node_goes_into_quarantine()
    {
        var graph = _warehouse.Graph();
        await graph.PrepareAsync();
        await graph.MergeAsync("Company", Sample.Companies(new("c1", "Acme", "U1"), new("c2", "Bolt"), new("c2", "Bolt")));

        var report = await graph.MergeAsync("Company", Sample.Companies(new("c3", "Cog", "U1"), new("c4", "Dyn", "U4"), new("c5", "Eon", "U4"), new("c6", "Fab")));

        Assert.Equal(new GraphCounts(Submitted: 4, Created: 2, Updated: 0, Unchanged: 0, Failed: 2), report.Counts);
        Assert.Equal(["uei 'U1' is that of Company c1", "uei 'U4' is that of Company c4"], report.Quarantine.Select(row => row.Reason));
    }

    [Fact]
    public async Task Rows_with_a_wrong_or_missing_value_go_into_quarantine()
    {
        var graph = _warehouse.Graph();
        await graph.PrepareAsync();
        _warehouse.Execute("create table source as from (values ('c1', 'Acme', null), (null, 'Bolt', null), ('c3', null, null)) t(company_id, name, uei)");

        var report = await graph.MergeAsync("Company", GraphRows.Query(_warehouse.Connection, "select * replace (case company_id when 'c1' then 1 end as uei) from source"));

        Assert.Equal(
            ["1 c1: uei is '1', a Int32, and not a Text", "2 null: company_id is missing", "3 c3: name is missing"],
            report.Quarantine.Select(row => $"{row.Row} {row.Key}: {row.Reason}"));
        Assert.Equal(new GraphCounts(3, 0, 0, 0, 3), report.Counts);
        Assert.Equal(0, report.Counts.SuccessRate);
    }

    [Fact]
    public async Task Text_that_is_no_unicode_goes_into_quarantine()
    {
        var graph = _warehouse.Graph();
        await graph.PrepareAsync();

        var report = await graph.MergeAsync("Company", Sample.Companies(new("c1", "half \ud83d"), new("c2", "whole \ud83d\ude00")));

        Assert.Equal("a text is not valid Unicode", Assert.Single(report.Quarantine).Reason);
        Assert.Equal("c2,whole \ud83d\ude00", _warehouse.Show("select company_id, name from graph.\"Company\""));
    }

    [Fact]
    public async Task Quarantine_is_capped_in_the_report_and_whole_for_the_callback()
    {
        var graph = _warehouse.Graph();
        await graph.PrepareAsync();
        var seen = 0;

        var report = await graph.MergeAsync(
            "Company", Sample.Companies(new("c1", null), new("c2", null), new("c3", null)), new() { KeptQuarantine = 2, OnQuarantined = _ => seen++ });

        Assert.Equal((2, 3, 3L), (report.Quarantine.Count, seen, report.Counts.Failed));
    }

    [Fact]
    public async Task A_column_that_is_missing_or_not_declared_is_an_error()
    {
        var graph = _warehouse.Graph();
        await graph.PrepareAsync();

        var missing = await Assert.ThrowsAsync<ArgumentException>(() => graph.MergeAsync("Company", GraphRows.Query(_warehouse.Connection, "select 'c' as company_id, 'n' as nam, 'u' as uei")));
        var extra = await Assert.ThrowsAsync<ArgumentException>(() => graph.MergeAsync("Company", GraphRows.Query(_warehouse.Connection, "select 'c' as company_id, 'n' as name, 'u' as uei, 1 as age")));

        Assert.Equal("the rows of Company have no column 'name'; is 'nam' meant?", missing.Message);
        Assert.Equal("the rows of Company have columns that the schema does not declare: age", extra.Message);
        Assert.Equal("0", _warehouse.Show("select count(*) from graph.\"Company\""));
    }

    [Fact]
    public async Task A_load_within_a_transaction_commits_or_rolls_back_with_it()
    {
        _warehouse.Execute("create table marker (run int)");
        using var other = _warehouse.Connection.Duplicate();
        using (var transaction = _warehouse.Connection.BeginTransaction())
        {
            await LoadAsync(EmbeddedGraph.Within(Sample.Schema(), _warehouse.Connection));
            _warehouse.Execute("insert into marker values (1)");
            await transaction.RollbackAsync();
        }

        Assert.Equal("0", Warehouse.Show(other, "select count(*) from duckdb_tables() where schema_name = 'graph'"));

        using (var transaction = _warehouse.Connection.BeginTransaction())
        {
            await LoadAsync(EmbeddedGraph.Within(Sample.Schema(), _warehouse.Connection));
            _warehouse.Execute("insert into marker values (2)");
            Assert.Equal("0", Warehouse.Show(other, "select count(*) from duckdb_tables() where schema_name = 'graph'"));
            await transaction.CommitAsync();
        }

        Assert.Equal("2,2", Warehouse.Show(other, "select (select count(*) from graph.\"Award\"), run from marker"));
    }

    [Fact]
    public async Task Bad_rows_leave_the_callers_transaction_usable()
    {
        using var transaction = _warehouse.Connection.BeginTransaction();
        var graph = EmbeddedGraph.Within(Sample.Schema(), _warehouse.Connection);
        await graph.PrepareAsync();

        var report = await graph.MergeAsync("AWARDED_TO", Sample.AwardedTo(new AwardedTo("a1", "c1")));
        await graph.MergeAsync("Company", Sample.Companies(new Company("c1", "Acme")));
        await transaction.CommitAsync();

        Assert.Equal(1, report.Counts.Failed);
        Assert.Equal("c1", _warehouse.Show("select company_id from graph.\"Company\""));
    }

    [Fact]
    public async Task Rows_may_come_from_a_query_that_sees_the_open_transaction()
    {
        using var transaction = _warehouse.Connection.BeginTransaction();
        _warehouse.Execute("create table source as select 'c' || i as company_id, 'name ' || i as name, null::varchar as uei from range(5000) t(i)");
        var graph = EmbeddedGraph.Within(Sample.Schema(), _warehouse.Connection);
        await graph.PrepareAsync();

        var report = await graph.MergeAsync("Company", GraphRows.Query(_warehouse.Connection, "select name, uei, company_id from source"));
        await transaction.CommitAsync();

        Assert.Equal(new GraphCounts(5000, 5000, 0, 0, 0), report.Counts);
    }

    [Fact]
    public async Task A_property_that_the_schema_gains_becomes_a_column()
    {
        var old = new GraphSchema().Node("Company", "company_id", company => company.Text("name"));
        var graph = _warehouse.Graph(old);
        await graph.PrepareAsync();
        await graph.MergeAsync("Company", GraphRows.Query(_warehouse.Connection, "select 'c1' as company_id, 'Acme' as name"));
        var next = _warehouse.Graph(new GraphSchema().Node("Company", "company_id", company => company.Text("name").Integer("staff")));

        await next.PrepareAsync();
        var report = await next.MergeAsync("Company", GraphRows.Query(_warehouse.Connection, "select 'c1' as company_id, 'Acme' as name, 5 as staff"));

        Assert.Equal(1, report.Counts.Updated);
        Assert.Equal("c1,Acme,5", _warehouse.Show("select company_id, name, staff from graph.\"Company\""));
    }

    [Fact]
    public async Task A_property_of_another_type_than_its_column_is_an_error()
    {
        await _warehouse.Graph(new GraphSchema().Node("Company", "company_id", company => company.Text("name"))).PrepareAsync();
        var next = _warehouse.Graph(new GraphSchema().Node("Company", "company_id", company => company.Integer("name")));

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => next.PrepareAsync());

        Assert.Equal(
            "Company.name is a BIGINT in the schema and a VARCHAR in the table graph.Company; drop the table, or give the property another name", error.Message);
    }

    [Fact]
    public async Task A_database_may_have_the_name_of_the_schema()
    {
        _warehouse.Execute("attach ':memory:' as graph; use graph");

        var report = await LoadAsync();

        Assert.Equal(5, report.Counts.Created);
        Assert.Equal("2", _warehouse.Show("select count(*) from graph.graph.\"Award\""));
    }

    [Fact]
    public async Task Two_transactions_that_change_one_label_conflict()
    {
        await _warehouse.Graph().PrepareAsync();
        using var other = _warehouse.Connection.Duplicate();
        using var first = _warehouse.Connection.BeginTransaction();
        using var second = other.BeginTransaction();
        await EmbeddedGraph.Within(Sample.Schema(), _warehouse.Connection).MergeAsync("Company", Sample.Companies(new Company("c1", "Acme")));

        var error = await Assert.ThrowsAsync<DuckDbException>(
            () => EmbeddedGraph.Within(Sample.Schema(), other).MergeAsync("Company", Sample.Companies(new Company("c1", "Acme"))));

        Assert.True(error.IsTransient);
    }

    [Fact]
    public async Task Names_with_quotes_and_spaces_are_names()
    {
        var schema = new GraphSchema().Node("Odd \"label\"", "the 'key'", odd => odd.Text("a b").Unique("a b")).Relationship("ODD-TYPE", "Odd \"label\"", "Odd \"label\"");
        var graph = _warehouse.Graph(schema);
        await graph.PrepareAsync();

        var nodes = await graph.MergeAsync("Odd \"label\"", GraphRows.Query(_warehouse.Connection, "from (values ('1', 'x'), ('2', 'x')) t(\"the 'key'\", \"a b\")"));
        var edges = await graph.MergeAsync("ODD-TYPE", GraphRows.Query(_warehouse.Connection, "from (values ('1', '1'), ('1', '9')) t(from_key, to_key)"));

        Assert.Equal("a b 'x' is that of Odd \"label\" 1", Assert.Single(nodes.Quarantine).Reason);
        Assert.Equal("there is no Odd \"label\" 9", Assert.Single(edges.Quarantine).Reason);
    }

    public void Dispose() => _warehouse.Dispose();

    private Task<GraphLoadReport> LoadAsync(EmbeddedGraph? graph = null) => new GraphLoad(graph ?? _warehouse.Graph())
        .Add("AWARDED_TO", Sample.AwardedTo(new("a1", "c1", new(2024, 3, 1)), new("a2", "c1")))
        .Add("Company", Sample.Companies(new Company("c1", "Acme")))
        .Add("Award", Sample.Awards(Sample.Award("a1"), Sample.Award("a2")))
        .RunAsync();

    private string Everything() => string.Join('\n', Sample.Schema().Nodes.Select(node => node.Name)
        .Append("AWARDED_TO").Append("_elements").Select(table => _warehouse.Show($"select * from graph.\"{table}\" order by all")));
}
