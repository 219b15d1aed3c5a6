using System.Text.RegularExpressions;
using Sluice.Diagnostics;
using Sluice.Sql.Context;
using Sluice.Sql.Project.Yaml;

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
        if (context.Root.Vars is not { } vars)
        {
            return;
        }

        var read = new HashSet<string>(StringComparer.Ordinal);
        foreach (var source in files.Select(file => file.Source).Append(context.Root.Source).Append(settings.Source))
        {
            read.UnionWith(NamesIn(source.Text));
        }

        // A name that is computed is only seen where a render came by.
        read.UnionWith(nodes.Enabled.Concat(nodes.Disabled).SelectMany(node => node.Variables));
        read.UnionWith(context.PartitionVariables);
        var declared = new List<YamlScalar>();
        foreach (var (key, value) in vars.Entries)
        {
            declared.AddRange(value is YamlMapping scope && context.Packages.Contains(key.Text) ? scope.Entries.Select(entry => entry.Key) : [key]);
        }

        var unknown = read.Except(declared.Select(key => key.Text), StringComparer.Ordinal).ToList();
        foreach (var key in declared.Where(key => !read.Contains(key.Text)))
        {
            diagnostics.Add(ProjectErrors.UnusedVariable(key, Nearest.To(key.Text, unknown)));
        }
    }

    [GeneratedRegex(@"\bvar\s*(\.\s*has_var\s*)?\(\s*(?<quote>['""])(?<name>[^'""]+)\k<quote>", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex ReadForm();
}
