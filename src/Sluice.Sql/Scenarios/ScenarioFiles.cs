using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Sluice.Diagnostics;
using Sluice.Sql.Project;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Scenarios;

/// <summary>Finds and reads the files that <c>scenarios</c> in sluice.yml names.</summary>
public static partial class ScenarioFiles
{
    // Words of the command line, and folders that a run makes in the target folder, where a scenario's folder lies too.
    private static readonly string[] Reserved = [Scenario.Base, Scenario.All, "compiled", "run", "reports", "seeds"];

    /// <summary>The scenarios of a project by name; empty where it has none.</summary>
    /// <param name="projectFolder">The folder that holds sluice.yml, absolute.</param>
    /// <param name="diagnostics">Takes what is wrong with them; not what is wrong elsewhere in sluice.yml.</param>
    public static ImmutableArray<Scenario> Find(string projectFolder, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(diagnostics);
        var others = new DiagnosticBag();
        var path = Path.Combine(projectFolder, "sluice.yml");
        if (!File.Exists(path)
            || ProjectFiles.TryRead(path, "sluice.yml", others) is not { } source
            || YamlFile.Parse(source, others) is not YamlMapping root)
        {
            return [];
        }

        var patterns = new YamlReader(root, "sluice.yml", others).Scalars("scenarios");
        var found = new SortedDictionary<string, Scenario>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in patterns.SelectMany(pattern => FilesOf(pattern, projectFolder, diagnostics)).Distinct(StringComparer.Ordinal))
        {
            if (Read(file, projectFolder, diagnostics) is { } scenario && !found.TryAdd(scenario.Name, scenario))
            {
                diagnostics.Add(ScenarioErrors.SameName(scenario.Source, scenario.Name, found[scenario.Name].Source.Path));
            }
        }

        return [.. found.Values];
    }

    private static IEnumerable<string> FilesOf(YamlScalar pattern, string projectFolder, DiagnosticBag diagnostics)
    {
        var text = pattern.Text.Replace('\\', '/');
        var slash = text.LastIndexOf('/');
        var (folder, name) = slash < 0 ? ("", text) : (text[..slash], text[(slash + 1)..]);
        var everywhere = folder.EndsWith("/**", StringComparison.Ordinal) || folder == "**";
        folder = everywhere ? folder[..^2].TrimEnd('/') : folder;
        if (name.Length == 0 || folder.Contains('*', StringComparison.Ordinal) || Path.IsPathRooted(folder) || folder.Split('/').Contains(".."))
        {
            diagnostics.Add(ScenarioErrors.BadPattern(pattern));
            return [];
        }

        var full = Path.Combine(projectFolder, folder);
        string[] files = !Directory.Exists(full) ? []
            : Directory.GetFiles(full, name, everywhere ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly);
        if (files.Length == 0)
        {
            diagnostics.Add(ScenarioErrors.NoFile(pattern, text.Contains('*', StringComparison.Ordinal)));
        }

        return files.Order(StringComparer.Ordinal);
    }

    private static Scenario? Read(string file, string projectFolder, DiagnosticBag diagnostics)
    {
        var shown = Path.GetRelativePath(projectFolder, file).Replace('\\', '/');
        if (ProjectFiles.TryRead(file, shown, diagnostics) is not { } source)
        {
            return null;
        }

        var name = Path.GetFileNameWithoutExtension(file);
        var isReserved = Reserved.Contains(name, StringComparer.OrdinalIgnoreCase);
        if (isReserved || !NameForm().IsMatch(name))
        {
            diagnostics.Add(ScenarioErrors.BadName(source, name, isReserved));
            return null;
        }

        var found = new DiagnosticBag();
        var root = YamlFile.Parse(source, found);
        diagnostics.AddRange(found.ToSorted());
        if (YamlReader.Over(root, $"the scenario `{name}`", diagnostics) is not { } reader)
        {
            return found.HasErrors ? null : new Scenario(name, null, [], source);
        }

        var description = reader.String("description");
        var vars = reader.Reader("vars");
        reader.Finish(Severity.Error);
        return new Scenario(name, description, [.. vars?.Mapping.Entries.Select(Variable) ?? []], source);
    }

    private static ScenarioVariable Variable(YamlEntry entry) =>
        new(entry.Key.Text, YamlValues.ToValue(entry.Value), TextOf(entry.Value), entry.Key.Span);

    private static string TextOf(YamlNode node) => node switch
    {
        YamlScalar scalar => scalar.Text,
        YamlSequence list => string.Create(CultureInfo.InvariantCulture, $"[{string.Join(", ", list.Items.Select(TextOf))}]"),
        YamlMapping mapping => $"{{{string.Join(", ", mapping.Entries.Select(entry => $"{entry.Key.Text}: {TextOf(entry.Value)}"))}}}",
        _ => "",
    };

    [GeneratedRegex("^[A-Za-z0-9_-]+$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NameForm();
}
