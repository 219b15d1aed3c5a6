namespace Sluice.Conformance;

/// <summary>docs/compatibility.md: sections between marks are made from the recordings and the lists of what differs.</summary>
internal static class CompatibilityPage
{
    private static readonly string FilePath =
        Path.GetFullPath(Path.Combine(Dbt.DbtCase.Root, "..", "..", "..", "..", "docs", "compatibility.md"));

    /// <summary>Fails where a section is not as it has to be; SLUICE_ACCEPT=1 rewrites it and keeps what stands around it.</summary>
    internal static void Check(string name, string section)
    {
        var page = File.ReadAllText(FilePath);
        var (begin, end) = ($"<!-- {name}: written by the conformance tests -->\n", $"<!-- end of {name} -->\n");
        var start = page.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var stop = page.IndexOf(end, StringComparison.Ordinal);
        Assert.True(start >= begin.Length && stop >= start, $"docs/compatibility.md lacks the marks {begin.Trim()} and {end.Trim()}");
        var current = string.Concat(page.AsSpan(0, start), section, page.AsSpan(stop));
        if (Environment.GetEnvironmentVariable("SLUICE_ACCEPT") == "1")
        {
            File.WriteAllText(FilePath, current);
            return;
        }

        Assert.Equal(current, page);
    }
}
