using System.Runtime.CompilerServices;

namespace Sluice.Tests.Shared;

/// <summary>Code of a guide that a test compiles and runs: what stands between the lines <c>// guide: name</c> and <c>// end</c>.</summary>
internal static class GuideCode
{
    /// <summary>Fails where the guide, a path from the repository's root, does not show one of the calling file's regions as it is.</summary>
    internal static void Check(string guide, [CallerFilePath] string caller = "")
    {
        var text = File.ReadAllText(Clone.Path(guide));
        var regions = Regions(File.ReadAllLines(caller)).ToList();

        Assert.NotEmpty(regions);
        Assert.All(regions, region => Assert.Contains(region, text, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Regions(string[] lines)
    {
        for (var start = 0; start < lines.Length; start++)
        {
            if (lines[start].TrimStart().StartsWith("// guide: ", StringComparison.Ordinal))
            {
                var indent = lines[start].Length - lines[start].TrimStart().Length;
                var body = lines.Skip(start + 1).TakeWhile(line => line.Trim() != "// end");
                yield return string.Join('\n', body.Select(line => line.Length >= indent ? line[indent..] : line));
            }
        }
    }
}
