using Sluice.DuckDb;

namespace Sluice.Graph.Tests.Guides;

/// <summary>The code of docs/guides/graph.md, which is compiled and run here.</summary>
public sealed class GraphGuideTests
{
    [Fact]
    public async Task The_code_of_the_guide_loads_a_graph()
    {
        using var connection = new DuckDbConnection();
        connection.Open();
        using (var command = connection.CreateCommand("""
            create table transformed_awards as
            select 'a1' as award_key, 'Radar' as title, 1.5::double as amount, date '2024-01-01' as awarded_on, ['radar'] as topics, 'c1' as company_id
            """))
        {
            command.ExecuteNonQuery();
        }

        var companies = new[] { new { CompanyId = "c1", Name = "Acme", Uei = "U1" } };
        var cancellationToken = CancellationToken.None;

        // guide: schema
        var schema = new GraphSchema()
            .Node("Company", key: "company_id", company => company.Text("name", required: true).Text("uei").Unique("uei").Index("name"))
            .Node("Award", key: "award_key", award => award.Text("title").Float("amount").Date("awarded_on").TextList("topics"))
            .Relationship("AWARDED_TO", from: "Award", to: "Company", edge => edge.Date("awarded_on"))
            .Relationship("FOLLOWS", from: "Award", to: "Award", edge => edge.Float("confidence"));
        // end

        // guide: load
        var report = await new GraphLoad(EmbeddedGraph.On(schema, connection))
            .Add("Company", GraphRows.From(companies))
            .Add("Award", GraphRows.Query(connection, "select award_key, title, amount, awarded_on, topics from transformed_awards"))
            .Add("AWARDED_TO", GraphRows.Query(connection, "select award_key as from_key, company_id as to_key, awarded_on from transformed_awards"))
            .RunAsync(cancellationToken);
        // end

        Assert.Equal(new GraphCounts(3, 3, 0, 0, 0), report.Counts);
        using var query = connection.CreateCommand("""
            select company.name || count(*) || sum(award.amount)
            from graph."AWARDED_TO" edge
            join graph."Award" award on award.award_key = edge.from_key
            join graph."Company" company on company.company_id = edge.to_key
            group by company.name
            """);
        Assert.Equal("Acme11.5", query.ExecuteScalar());
    }

    [Fact]
    public void The_guide_shows_the_code_that_is_run() => GuideCode.Check("docs/guides/graph.md");

    /// <summary>Compiled, not run: there is no server at that address.</summary>
    internal static async Task LoadServerAsync(GraphSchema schema, string password, IEnumerable<object> companies, CancellationToken cancellationToken)
    {
        // guide: Neo4j
        using var http = new HttpClient();
        var graph = new Neo4jGraph(schema, http, new()
        {
            Address = new("https://graph.example.org:7473/"),
            Credentials = Neo4jCredentials.Basic("neo4j", password),
        });
        await new GraphLoad(graph, new() { BatchSize = 1_000, Parallelism = 4 }).Add("Company", GraphRows.From(companies)).RunAsync(cancellationToken);
        // end
    }
}
