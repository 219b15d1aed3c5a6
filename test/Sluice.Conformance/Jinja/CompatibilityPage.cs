using System.Globalization;
using System.Text;

namespace Sluice.Conformance.Jinja;

/// <summary>The section of docs/compatibility.md about Jinja2, made from the cases and the list of deviations.</summary>
internal static class CompatibilityPage
{
    private const string Begin = "<!-- jinja2: written by the conformance tests -->\n";
    private const string End = "<!-- end of jinja2 -->\n";

    internal static string FilePath { get; } =
        Path.GetFullPath(Path.Combine(CaseFile.Folder, "..", "..", "..", "docs", "compatibility.md"));

    /// <summary>The page with its section as it has to be; what stands around the section is kept.</summary>
    internal static string Rewrite(string page)
    {
        var begin = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = page.IndexOf(End, StringComparison.Ordinal);
        Assert.True(begin >= Begin.Length && end >= begin, $"docs/compatibility.md lacks the marks {Begin.Trim()} and {End.Trim()}");
        return string.Concat(page.AsSpan(0, begin), Section(), page.AsSpan(end));
    }

    private static string Section()
    {
        var recordedWith = CaseFile.Header(CaseFile.Paths[0]).Split(" by ", 2)[0]["# Recorded with ".Length..];
        var errors = CaseFile.All.Values.Count(one => one.Fails);
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"{CaseFile.All.Count} templates were rendered by {recordedWith}; {errors} of them are errors. ")
            .Append(CultureInfo.InvariantCulture, $"{CaseFile.All.Count - Deviation.All.Count} do the same here: the same text to the byte, ")
            .Append(CultureInfo.InvariantCulture, $"or an error of the same kind on the same line. {Deviation.All.Count} differ on purpose:\n\n")
            .Append("| template | Jinja2 | here | why |\n|---|---|---|---|\n");
        foreach (var (id, deviation) in Deviation.All.OrderBy(listed => listed.Key, StringComparer.Ordinal))
        {
            var one = CaseFile.All[id];
            var recorded = one.Fails ? one.Recorded.Split('\n')[0] : one.Recorded;
            text.Append(CultureInfo.InvariantCulture, $"| {Code(one.Template)} | {Code(recorded)} | {Code(deviation.Ours)} | {deviation.Reason} |\n");
        }

        return text.ToString();
    }

    // Line breaks and bars would end the cell.
    private static string Code(string text) => text.Length == 0
        ? "nothing"
        : $"`{text.Replace("\n", "⏎", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal)}`";
}
