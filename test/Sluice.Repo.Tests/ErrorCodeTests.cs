using System.Text.RegularExpressions;

namespace Sluice.Repo.Tests;

/// <summary>Every error that a user can meet is explained in docs/errors, and nothing is explained that nobody can meet.</summary>
public sealed partial class ErrorCodeTests
{
    [Fact]
    public void Every_code_in_the_source_has_a_section()
    {
        var undocumented = Used().Where(used => !Documented().ContainsKey(used.Key)).Select(used => $"{used.Key} ({used.Value})");

        Assert.Empty(undocumented);
    }

    [Fact]
    public void Every_section_is_about_a_code_in_the_source()
    {
        var used = Used();

        Assert.Empty(Documented().Where(section => !used.ContainsKey(section.Key)).Select(section => $"{section.Key} ({section.Value})"));
    }

    [Fact]
    public void No_code_has_two_sections()
    {
        var twice = Sections().GroupBy(section => section.Code, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key);

        Assert.Empty(twice);
    }

    [Fact]
    public void Every_section_says_more_than_its_title()
    {
        var bare = Sections().Where(section => section.Body.Trim().Length < 40).Select(section => section.Code);

        Assert.Empty(bare);
    }

    private static Dictionary<string, string> Used() =>
        Repository.SourceFiles()
            .SelectMany(path => Code().Matches(File.ReadAllText(path)).Select(match => (Code: match.Value, Path: Repository.Relative(path))))
            .GroupBy(use => use.Code, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First().Path, StringComparer.Ordinal);

    private static Dictionary<string, string> Documented() =>
        Sections().GroupBy(section => section.Code, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First().Path, StringComparer.Ordinal);

    private static IEnumerable<(string Code, string Path, string Body)> Sections()
    {
        foreach (var path in Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs", "errors"), "*.md").Order(StringComparer.Ordinal))
        {
            foreach (var section in Heading().Split(File.ReadAllText(path)).Skip(1).Chunk(2).Where(parts => parts.Length == 2))
            {
                yield return (section[0], Repository.Relative(path), section[1]);
            }
        }
    }

    // Comments may name a code of the future in no way that differs from the present: every mention counts.
    [GeneratedRegex("SLUICE[0-9]{4}", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Code();

    [GeneratedRegex("^#{2,3} +(SLUICE[0-9]{4})", RegexOptions.Multiline, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Heading();
}
