namespace Sluice.Conformance.Dbt;

/// <summary>Why a case of <c>open.txt</c> differs on purpose, from <c>argued.txt</c>: lines <c>case: reason</c>.</summary>
internal static class ArguedCases
{
    private static readonly Dictionary<string, string> Reasons = File.ReadAllLines(Path.Combine(Path.GetDirectoryName(DbtCase.Root)!, "argued.txt"))
        .Select(line => line.Split(": ", 2))
        .ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);

    internal static IEnumerable<string> Names => Reasons.Keys;

    /// <summary>The reason; null for a case that ought to be the same.</summary>
    internal static string? ReasonOf(string name) => Reasons.GetValueOrDefault(name);
}
