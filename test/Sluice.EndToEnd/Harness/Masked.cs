using System.Text.RegularExpressions;

namespace Sluice.EndToEnd.Harness;

/// <summary>Replaces what differs from run to run, so that the rest can be pinned.</summary>
internal static partial class Masked
{
    internal static string Text(string text, ProjectFolder folder)
    {
        text = text.Replace(folder.Root, "<project>", StringComparison.Ordinal).Replace(AppContext.BaseDirectory, "<tests>/", StringComparison.Ordinal);
        text = Slowest().Replace(text, "");
        text = RunIds().Replace(text, "<run>");
        text = Times().Replace(text, "# s");
        text = ProcessIds().Replace(text, "PID <pid>");
        return Stamps().Replace(text, "<time>");
    }

    // Which steps were slow depends on the machine.
    [GeneratedRegex(@"\n\| slowest steps(.*\n)+?(?=\n)", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Slowest();

    [GeneratedRegex(@"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex RunIds();

    [GeneratedRegex(@"\d+\.\d+ s\b", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Times();

    [GeneratedRegex(@"PID \d+", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex ProcessIds();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?Z?", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Stamps();
}
