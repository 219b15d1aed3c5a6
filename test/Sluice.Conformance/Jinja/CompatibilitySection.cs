using System.Globalization;
using System.Text;

namespace Sluice.Conformance.Jinja;

/// <summary>What docs/compatibility.md says of Jinja2, made from the cases and the list of deviations.</summary>
internal static class CompatibilitySection
{
    internal static string Text()
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
