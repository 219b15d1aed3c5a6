namespace Sluice.Cli.Running;

/// <summary>Where everything that a run made lies.</summary>
/// <param name="Database">The database file; null where it is in memory.</param>
/// <param name="Reports">The files that reports were written to.</param>
/// <param name="Results">run_results.json.</param>
/// <param name="Compiled">The folder of the compiled SQL.</param>
/// <param name="State">The state store.</param>
internal sealed record RunPlaces(string? Database, IReadOnlyList<string> Reports, string Results, string Compiled, string State)
{
    /// <summary>One word and one path for each; a folder stands for many reports.</summary>
    internal IEnumerable<(string What, string Path)> Lines()
    {
        if (Database is not null)
        {
            yield return ("database", Database);
        }

        foreach (var folder in Reports.GroupBy(report => Path.GetDirectoryName(report)!, StringComparer.Ordinal))
        {
            yield return ("reports", folder.Count() == 1 ? folder.First() : $"{folder.Key} ({folder.Count()} files)");
        }

        yield return ("results", Results);
        yield return ("compiled", Compiled);
        yield return ("state", State);
    }
}
