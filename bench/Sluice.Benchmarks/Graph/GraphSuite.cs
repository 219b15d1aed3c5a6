using System.Runtime.CompilerServices;
using Sluice.DuckDb;
using Sluice.Graph;

namespace Sluice.Benchmarks.Graph;

/// <summary>Loading the embedded graph: rows a second, and what a bare copy of the same rows within DuckDB takes.</summary>
internal sealed class GraphSuite : ISuite
{
    private const int Awards = 220_000;
    private const int Companies = 40_000;

    private static readonly GraphSchema Schema = new GraphSchema()
        .Node("Company", "company_id", company => company.Text("name", required: true).Text("uei").Unique("uei"))
        .Node("Award", "award_key", award => award.Text("title").Text("agency").Integer("year").Float("amount").Date("awarded_on"))
        .Relationship("AWARDED_TO", "Award", "Company", edge => edge.Date("awarded_on"))
        .Relationship("FOLLOWS", "Award", "Award", edge => edge.Float("confidence"));

    private static readonly (string Element, string Sql)[] Sources =
    [
        ("Company", "select company_id, name, uei from companies"),
        ("Award", "select award_key, title, agency, year, amount, awarded_on from awards"),
        ("AWARDED_TO", "select award_key as from_key, company_id as to_key, awarded_on from awards"),
        ("FOLLOWS", "select a.award_key as from_key, b.award_key as to_key, 0.5::double as confidence from awards a join awards b on b.number = a.number + 1"),
    ];

    public string Name => "graph";

    public async IAsyncEnumerable<Figure> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("sluice-bench-graph-");
        await using (var connection = new DuckDbConnection($"Data Source={Path.Combine(folder.FullName, "graph.duckdb")};threads=1"))
        {
            await connection.OpenAsync(cancellationToken);
            Execute(connection, $"create table companies as select 'C' || i as company_id, 'Company number ' || i as name, 'UEI' || i as uei from range({Companies}) t(i)");
            Execute(connection, $"""
                create table awards as select i as number, sha256('award ' || i)[:24] as award_key, 'C' || (i * 7919 % {Companies}) as company_id, 'A title of some sixty characters, as titles of awards are: ' || i as title,
                'Department of Defense' as agency, 1990 + i % 35 as year, (50000 + i % 1000000)::double as amount, date '1990-01-01' + (i % 12000)::int as awarded_on from range({Awards}) t(i)
                """);

            await LoadAsync(connection, "warm_up", cancellationToken); // compiles the code that is measured
            foreach (var figure in await MeasureAsync(connection, cancellationToken))
            {
                yield return figure;
            }
        }

        folder.Delete(recursive: true);
    }

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(DuckDbConnection connection, CancellationToken cancellationToken)
    {
        var bare = Stopwatches.Time(() =>
        {
            foreach (var (element, sql) in Sources)
            {
                Execute(connection, $"create table \"bare_{element}\" as {sql}");
            }
        });
        var figures = new List<Figure>();
        var first = await LoadAsync(connection, "graph", cancellationToken);
        foreach (var (element, rows, time) in first)
        {
            figures.Add(new($"{element}: rows a second, new", rows / time.TotalSeconds, "rows", 100_000, AtLeast: true, $"{rows} rows in {time.TotalMilliseconds:0} ms, one thread"));
        }

        var all = TimeSpan.FromTicks(first.Sum(load => load.Time.Ticks));
        figures.Add(new("the whole graph / bare create table as", all / bare, "x", Note: $"{all.TotalMilliseconds:0} ms / {bare.TotalMilliseconds:0} ms"));
        foreach (var (element, rows, time) in await LoadAsync(connection, "graph", cancellationToken))
        {
            figures.Add(new($"{element}: rows a second, unchanged", rows / time.TotalSeconds, "rows", 100_000, AtLeast: true, $"{rows} rows in {time.TotalMilliseconds:0} ms, one thread"));
        }

        return figures;
    }

    private static async Task<List<(string Element, long Rows, TimeSpan Time)>> LoadAsync(DuckDbConnection connection, string databaseSchema, CancellationToken cancellationToken)
    {
        var graph = EmbeddedGraph.On(Schema, connection, databaseSchema);
        await graph.PrepareAsync(cancellationToken);
        var loads = new List<(string, long, TimeSpan)>();
        foreach (var (element, sql) in Sources)
        {
            GraphElementReport? report = null;
            var time = await Stopwatches.TimeAsync(async () => report = await graph.MergeAsync(element, GraphRows.Query(connection, sql), cancellationToken: cancellationToken));
            loads.Add((element, report!.Counts.Submitted - report.Counts.Failed, time));
        }

        return loads;
    }

    private static void Execute(DuckDbConnection connection, string sql)
    {
        using var command = connection.CreateCommand(sql);
        command.ExecuteNonQuery();
    }
}
