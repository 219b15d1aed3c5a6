using Sluice.Sql.Artifacts;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project;

namespace Sluice.Sql.State;

/// <summary>Says which nodes call a macro, through others too, that is another than it was.</summary>
internal sealed class MacroComparison
{
    // The macros that come with the engine are not the project's: dbt's own have other texts than ours.
    private static readonly string[] BuiltIn = [MacroLibrary.BuiltIn, "dbt_duckdb"];

    private readonly SqlProject _project;
    private readonly Dictionary<string, MacroEntry> _macros;
    private readonly Dictionary<string, bool> _reaches = new(StringComparer.Ordinal);
    private readonly HashSet<string> _changed;

    internal MacroComparison(SqlProject project, EarlierManifest earlier)
    {
        _project = project;
        _macros = project.Macros.All.Where(macro => !BuiltIn.Contains(macro.Package, StringComparer.Ordinal))
            .GroupBy(macro => macro.UniqueId, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal);
        _changed = [.. _macros.Values.Where(macro => !earlier.Macros.TryGetValue(macro.UniqueId, out var text) || !NodeComparison.IsSameText(text, macro.Text)).Select(macro => macro.UniqueId)];
    }

    internal bool HasChanged(SqlNode node) => _changed.Count > 0 && node.MacroDependencies.Any(Reaches);

    private bool Reaches(string macro)
    {
        if (_changed.Contains(macro))
        {
            return true;
        }

        if (_reaches.TryGetValue(macro, out var known) || !_macros.TryGetValue(macro, out var entry))
        {
            return known;
        }

        _reaches[macro] = false; // a macro that calls itself
        return _reaches[macro] = MacroMembers.CallsOf(_project, entry).Any(Reaches);
    }
}
