using System.Text.RegularExpressions;

namespace Sluice.Repo.Tests;

/// <summary>docs/design/009-proof.md names a test for each line of what is promised: there is such a test.</summary>
public sealed partial class ProofTests
{
    private static readonly string Page = Path.Combine(Repository.Root, "docs", "design", "009-proof.md");

    [Fact]
    public void Each_test_that_proves_a_promise_exists()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Repository.Root, "test"), "*Tests.cs", SearchOption.AllDirectories)
            .Where(path => !Repository.IsBuilt(path))
            .ToLookup(path => Path.GetFileNameWithoutExtension(path), File.ReadAllText, StringComparer.Ordinal);

        var missing = Named().Where(test => !sources[test.Class].Any(source => source.Contains($" {test.Method}(", StringComparison.Ordinal))).Select(test => $"{test.Class}.{test.Method}");

        Assert.Empty(missing);
    }

    [Fact]
    public void Each_promise_has_a_test()
    {
        var rows = Row().Matches(File.ReadAllText(Page)).Select(row => row.Value).ToList();

        Assert.Equal(13, rows.Count);
        Assert.All(rows, row => Assert.Matches(Test(), row));
    }

    private static IEnumerable<(string Class, string Method)> Named() =>
        Test().Matches(File.ReadAllText(Page)).Select(match => (match.Groups[1].Value, match.Groups[2].Value));

    [GeneratedRegex(@"`(\w+Tests)\.(\w+)`", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Test();

    [GeneratedRegex(@"^\| \d+ \|.*$", RegexOptions.Multiline, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Row();
}
