using System.Xml.Linq;

namespace Sluice.Repo.Tests;

/// <summary>What <c>dotnet new sluice</c> writes names the packages of the house.</summary>
public sealed class TemplateTests
{
    [Fact]
    public void A_package_has_the_version_that_the_house_is_tested_with()
    {
        var house = Packages("Directory.Packages.props", "PackageVersion").ToDictionary(package => package.Name, package => package.Version, StringComparer.Ordinal);
        var named = Directory.EnumerateFiles(Path.Combine(Repository.Root, "templates", "sluice"), "*.csproj", SearchOption.AllDirectories)
            .SelectMany(path => Packages(path, "PackageReference"))
            .Where(package => package.Version != "SLUICE_VERSION")
            .ToList();

        Assert.NotEmpty(named);
        Assert.All(named, package => Assert.Equal(house[package.Name], package.Version));
    }

    private static IEnumerable<(string Name, string Version)> Packages(string path, string element) =>
        XDocument.Load(Path.Combine(Repository.Root, path)).Descendants(element).Select(package => ((string)package.Attribute("Include")!, (string)package.Attribute("Version")!));
}
