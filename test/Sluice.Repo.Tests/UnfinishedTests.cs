using System.Text.RegularExpressions;

namespace Sluice.Repo.Tests;

/// <summary>What is in the source is finished.</summary>
public sealed partial class UnfinishedTests
{
    [Fact]
    public void Nothing_in_the_source_is_left_for_later()
    {
        var marks = Repository.SourceFiles()
            .SelectMany(path => File.ReadLines(path).Select((text, index) => (Path: Repository.Relative(path), Line: index + 1, Text: text)))
            .Where(line => Mark().IsMatch(line.Text))
            .Select(line => $"{line.Path}:{line.Line}: {line.Text.Trim()}");

        Assert.Empty(marks);
    }

    [Fact]
    public void No_test_is_skipped_by_its_attribute()
    {
        // A test that needs what a machine may lack asks for it when it runs, and says what was missing.
        var skipped = Directory.EnumerateFiles(Path.Combine(Repository.Root, "test"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !Repository.IsBuilt(path))
            .SelectMany(path => File.ReadLines(path).Select((text, index) => (Path: Repository.Relative(path), Line: index + 1, Text: text)))
            .Where(line => SkipAttribute().IsMatch(line.Text))
            .Select(line => $"{line.Path}:{line.Line}: {line.Text.Trim()}");

        Assert.Empty(skipped);
    }

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Mark();

    [GeneratedRegex(@"\[(Fact|Theory)\(.*\bSkip\s*=", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex SkipAttribute();
}
