using System.Globalization;
using System.Text;

namespace Sluice.Conformance.Dbt;

/// <summary>What docs/compatibility.md says of dbt, made from the cases and the list of those that are open.</summary>
internal static class CompatibilitySection
{
    internal static string Text()
    {
        var all = DbtCase.Names.ToList();
        var text = new StringBuilder().Append(
            CultureInfo.InvariantCulture,
            $"{all.Count} small projects were run by dbt-core 1.11.14 with dbt-duckdb 1.10.0. {all.Count - OpenCases.Count("results")} of them end here with the same exit codes, ")
            .Append("statuses, failures, output, compiled SQL to the byte, relations and rows; ")
            .Append(CultureInfo.InvariantCulture, $"{all.Count - OpenCases.Count("manifest")} leave the same manifest.");
        var differing = all.Where(name => OpenCases.Of(name).Length > 0).ToList();
        Append(text, " Not the same yet:", "differs in", differing.Where(name => ArguedCases.ReasonOf(name) is null), OpenCases.Of);
        var argued = differing.Where(name => ArguedCases.ReasonOf(name) is not null).ToList();
        Append(text, $" {argued.Count} {(argued.Count == 1 ? "differs" : "differ")} on purpose:", "why", argued, ArguedCases.ReasonOf);
        return text.Append(text[^1] == '\n' ? "" : "\n").ToString();
    }

    private static void Append(StringBuilder text, string opening, string last, IEnumerable<string> names, Func<string, string?> what)
    {
        var rows = string.Concat(names.Select(name => $"| {name} | {DbtCase.Read(name).Title} | {what(name)} |\n"));
        text.Append(rows.Length == 0 ? "" : $"{opening}\n\n| project | what it shows | {last} |\n|---|---|---|\n{rows}");
    }
}
