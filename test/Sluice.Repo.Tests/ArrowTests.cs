using System.Xml.Linq;

namespace Sluice.Repo.Tests;

/// <summary>Project references point one way: the list here is the house, a new edge is a decision.</summary>
public sealed class ArrowTests
{
    // Direct references; what a project reaches through them is not repeated.
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Sluice.Diagnostics"] = [],
        ["Sluice.Jinja"] = ["Sluice.Diagnostics"],
        ["Sluice.DuckDb"] = [],
        ["Sluice"] = ["Sluice.Diagnostics"],
        ["Sluice.Sql"] = ["Sluice", "Sluice.Jinja"],
        ["Sluice.Sql.DuckDb"] = ["Sluice.Sql", "Sluice.DuckDb"],
        ["Sluice.Engine"] = ["Sluice"],
        ["Sluice.Graph"] = ["Sluice", "Sluice.DuckDb"],
        ["Sluice.Cli"] = ["Sluice.Engine", "Sluice.Sql", "Sluice.Sql.DuckDb", "Sluice.DuckDb"],
        ["Sluice.Testing"] = ["Sluice.Hosting", "Sluice.DuckDb"],
        ["Sluice.Hosting"] = ["Sluice.Cli", "Sluice.Engine", "Sluice.Sql", "Sluice.Sql.DuckDb", "Sluice.DuckDb"],
    };

    public static TheoryData<string> Projects => [.. Repository.SourceProjects().Select(path => Path.GetFileNameWithoutExtension(path))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_the_house_allows(string project)
    {
        Assert.True(Allowed.TryGetValue(project, out var allowed), $"{project} is not in the house: list it with its arrows");

        var found = References(project);

        Assert.Empty(found.Except(allowed, StringComparer.Ordinal));
    }

    [Fact]
    public void No_source_project_references_a_test_or_benchmark()
    {
        var strangers = Repository.SourceProjects()
            .SelectMany(path => XDocument.Load(path).Descendants("ProjectReference"))
            .Select(reference => (string)reference.Attribute("Include")!)
            .Where(path => !path.StartsWith("../Sluice", StringComparison.Ordinal));

        Assert.Empty(strangers);
    }

    [Fact]
    public void The_list_of_arrows_names_no_project_that_is_gone()
    {
        var present = Repository.SourceProjects().Select(Path.GetFileNameWithoutExtension);

        Assert.Empty(Allowed.Keys.Except(present, StringComparer.Ordinal));
    }

    private static IEnumerable<string> References(string project) =>
        XDocument.Load(Path.Combine(Repository.Root, "src", project, project + ".csproj"))
            .Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!));
}
