namespace Sluice.Conformance.Dbt;

/// <summary>
/// The cases in which this engine does not give all of dbt's results yet, from <c>open.txt</c>: lines <c>case: results</c>,
/// <c>case: manifest</c>, or both with a comma. A line that is no longer true fails the tests as well.
/// </summary>
internal static class OpenCases
{
    private static readonly string FilePath = Path.Combine(Path.GetDirectoryName(DbtCase.Root)!, "open.txt");

    private static readonly Dictionary<string, string> Lines = File.ReadAllLines(FilePath)
        .Select(line => line.Split(": ", 2))
        .ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);

    /// <summary>How many of the cases are open in a way.</summary>
    internal static int Count(string aspect) => Lines.Values.Count(aspects => aspects.Split(", ").Contains(aspect, StringComparer.Ordinal));

    /// <summary>What the list says of a case; empty where it says nothing.</summary>
    internal static string Of(string name) => Lines.GetValueOrDefault(name, "");

    internal static string Line(bool results, bool manifest) => (results, manifest) switch
    {
        (true, true) => "results, manifest",
        (true, false) => "results",
        (false, true) => "manifest",
        _ => "",
    };

    /// <summary>Rewrites a line of the list: SLUICE_ACCEPT=1.</summary>
    internal static void Accept(string name, string aspects)
    {
        Lines[name] = aspects;
        File.WriteAllLines(FilePath, Lines.Where(pair => pair.Value.Length > 0).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}: {pair.Value}"));
    }
}
