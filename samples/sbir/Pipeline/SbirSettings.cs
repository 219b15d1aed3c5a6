using Sbir.Enrich;

namespace Sbir.Pipeline;

/// <summary>The section <c>Sbir</c> of appsettings.json. A key that is not here is an error.</summary>
internal sealed class SbirSettings
{
    internal const string Section = "Sbir";

    /// <summary>The folder of the source files, relative to the project.</summary>
    public string DataFolder { get; set; } = "data";

    /// <summary>The file of technology areas and their keywords, relative to the project.</summary>
    public string TaxonomyFile { get; set; } = "taxonomy/cet.yaml";

    /// <summary>Ratio from which a name is the same name, 0 to 1.</summary>
    public double AcceptedRatio { get; set; } = 0.90;

    /// <summary>Ratio from which a name is worth a person's look, 0 to 1.</summary>
    public double ReviewRatio { get; set; } = 0.75;

    /// <summary>Rows of one graph transaction, where the graph is a server; 1 to 100,000.</summary>
    public int GraphBatchRows { get; set; } = 1_000;

    /// <summary>The Neo4j server; the graph is kept in the project's own database where this is empty.</summary>
    public Uri? Neo4jAddress { get; set; }

    public string Neo4jDatabase { get; set; } = "neo4j";

    public string Neo4jUser { get; set; } = "neo4j";

    /// <summary>Meant for the environment: <c>Sbir__Neo4jPassword</c>.</summary>
    public string? Neo4jPassword { get; set; }

    internal MatchingSettings Matching => new() { AcceptedRatio = AcceptedRatio, ReviewRatio = ReviewRatio };
}
