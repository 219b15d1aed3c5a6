using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Sbir.Classify;

/// <summary>One technology area: the words that speak for it and those that speak against it.</summary>
internal sealed record CetArea
{
    public string CetId { get; init; } = "";

    public string Name { get; init; } = "";

    public string Definition { get; init; } = "";

    public string[] Keywords { get; init; } = [];

    public string[] NegativeKeywords { get; init; } = [];

    /// <summary>The area that this one is part of; null for most.</summary>
    public string? ParentCetId { get; init; }
}

/// <summary>The areas of a taxonomy file, in its order.</summary>
internal sealed record Taxonomy
{
    public string Version { get; init; } = "";

    public string? LastUpdated { get; init; }

    public string? Description { get; init; }

    public CetArea[] CetAreas { get; init; } = [];

    /// <summary>Reads a file and refuses one that cannot classify: unknown keys, areas twice, areas without a keyword.</summary>
    /// <exception cref="InvalidDataException">Names the file and everything that is wrong with it.</exception>
    internal static Taxonomy Load(string path)
    {
        try
        {
            using var reader = new StreamReader(path);
            return Parse(reader, path);
        }
        catch (YamlException error)
        {
            throw new InvalidDataException($"{path}:{error.Start.Line}:{error.Start.Column}: {error.InnerException?.Message ?? error.Message}", error);
        }
    }

    private static Taxonomy Parse(TextReader reader, string path)
    {
        var taxonomy = new DeserializerBuilder()
            .WithNamingConvention(UnderscoredNamingConvention.Instance)
            .Build()
            .Deserialize<Taxonomy?>(reader) ?? new Taxonomy();
        var wrong = taxonomy.Problems().ToList();
        return wrong.Count == 0 ? taxonomy : throw new InvalidDataException($"{path}: {string.Join("; ", wrong)}");
    }

    private IEnumerable<string> Problems()
    {
        if (CetAreas.Length == 0)
        {
            yield return "there is no area under cet_areas";
        }

        var ids = CetAreas.Select(area => area.CetId).ToHashSet(StringComparer.Ordinal);
        foreach (var twice in CetAreas.GroupBy(area => area.CetId, StringComparer.Ordinal).Where(group => group.Skip(1).Any()))
        {
            yield return $"the area `{twice.Key}` is there {twice.Count()} times";
        }

        foreach (var area in CetAreas)
        {
            if (area.CetId.Length == 0 || area.Keywords.Length == 0 || area.Keywords.Concat(area.NegativeKeywords).Any(string.IsNullOrWhiteSpace))
            {
                yield return $"the area `{area.CetId}` needs a cet_id and keywords, none of them empty";
            }

            if (area.ParentCetId is { } parent && !ids.Contains(parent))
            {
                yield return $"the area `{area.CetId}` is part of `{parent}`, which is not there";
            }
        }
    }
}
