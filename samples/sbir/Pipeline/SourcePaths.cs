using Microsoft.Extensions.Options;

namespace Sbir.Pipeline;

/// <summary>Where the source files lie, as absolute paths.</summary>
internal sealed class SourcePaths(IOptions<SbirSettings> settings, ProjectFolder project)
{
    internal string Awards => InData("awards.csv");

    internal string Entities => InData("sam_entities.dat");

    internal string Contracts => InData("contracts.csv");

    internal string Taxonomy => project.PathOf(settings.Value.TaxonomyFile);

    internal string Patents(string file) => InData($"uspto/{file}.csv");

    private string InData(string file) => project.PathOf(Path.Combine(settings.Value.DataFolder, file));
}

/// <summary>The folder of the project.</summary>
internal sealed record ProjectFolder(string Root)
{
    internal string PathOf(string relative) => Path.GetFullPath(Path.Combine(Root, relative));
}
