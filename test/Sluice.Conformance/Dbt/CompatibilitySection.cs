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
        var open = all.Where(name => OpenCases.Of(name).Length > 0).ToList();
        if (open.Count == 0)
        {
            return text.Append('\n').ToString();
        }

        text.Append(" Not the same yet:\n\n| project | what it shows | differs in |\n|---|---|---|\n");
        foreach (var name in open)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {name} | {DbtCase.Read(name).Title} | {OpenCases.Of(name)} |\n");
        }

        return text.ToString();
    }
}
