using System.Text.RegularExpressions;
using Sluice.Diagnostics;
using Sluice.Sql.Context;
using Sluice.Sql.Project.Yaml;
using Sluice.Sql.Scenarios;

namespace Sluice.Sql.Project;

/// <summary>Finds the variables that the root project declares and nothing reads.</summary>
internal static partial class VariableScan
{
    /// <summary>The names in <c>var('x')</c> and <c>var.has_var('x')</c> of a text.</summary>
    internal static IEnumerable<string> NamesIn(string text) =>
        text.Contains("var", StringComparison.Ordinal) ? ReadForm().Matches(text).Select(match => match.Groups["name"].Value) : [];

    internal static void ReportUnused(
        ProjectContext context, SluiceSettings settings, LoadedFile[] files, LoadedNodes nodes, DiagnosticBag diagnostics)
    {
        if (context.Root.Vars is null)
        {
            return;
        }

        var read = Read(context, settings, files, nodes);
        var declared = Declared(context);
        var unknown = read.Except(declared.Select(key => key.Text), StringComparer.Ordinal).ToList();
        foreach (var key in declared.Where(key => !read.Contains(key.Text)))
        {
            diagnostics.Add(ProjectErrors.UnusedVariable(key, Nearest.To(key.Text, unknown)));
        }
    }

    /// <summary>Reports the variables that scenarios set, and that the project neither declares nor reads.</summary>
    internal static void ReportUnknown(
        ProjectContext context, SluiceSettings settings, LoadedFile[] files, LoadedNodes nodes, DiagnosticBag diagnostics)
    {
        if (settings.ScenarioFiles.All(scenario => scenario.Vars.IsEmpty))
        {
            return;
        }

        var known = Read(context, settings, files, nodes);
        known.UnionWith(Declared(context).Select(key => key.Text));
        foreach (var scenario in settings.ScenarioFiles)
        {
            diagnostics.AddRange(scenario.Vars.Where(variable => !known.Contains(variable.Name))
                .Select(variable => ScenarioErrors.UnknownVariable(scenario.Source, variable.Span, variable.Name, known)));
        }
    }

    private static HashSet<string> Read(ProjectContext context, SluiceSettings settings, LoadedFile[] files, LoadedNodes nodes)
    {
        var read = new HashSet<string>(StringComparer.Ordinal);
        foreach (var source in files.Select(file => file.Source).Append(context.Root.Source).Append(settings.Source))
        {
            read.UnionWith(NamesIn(source.Text));
        }

        // A name that is computed is only seen where a render came by.
        read.UnionWith(nodes.Enabled.Concat(nodes.Disabled).SelectMany(node => node.Variables));
        read.UnionWith(context.PartitionVariables);
        return read;
    }

    private static List<YamlScalar> Declared(ProjectContext context)
    {
        var declared = new List<YamlScalar>();
        foreach (var (key, value) in context.Root.Vars?.Entries ?? [])
        {
            declared.AddRange(value is YamlMapping scope && context.Packages.Contains(key.Text) ? scope.Entries.Select(entry => entry.Key) : [key]);
        }

        return declared;
    }

    [GeneratedRegex(@"\bvar\s*(\.\s*has_var\s*)?\(\s*(?<quote>['""])(?<name>[^'""]+)\k<quote>", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex ReadForm();
}
