using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Project;

/// <summary>Makes of a model's entry with <c>versions</c> one entry for each version: what the model says, and over it what the version says.</summary>
internal static class VersionedProperties
{
    private static readonly string[] OfTheModel = ["versions", "latest_version", "config", "columns"];

    private static readonly string[] OfTheVersion = ["v", "defined_in", "config", "columns"];

    /// <summary>The entries by the name of the file, without its extension, that each describes.</summary>
    internal static IEnumerable<(string Stem, NodeProperties Properties)> Expand(NodeProperties model, DiagnosticBag diagnostics)
    {
        var versions = Versions(model, diagnostics);
        if (versions.Count == 0)
        {
            yield break;
        }

        var latest = (model.Mapping.Get("latest_version") as YamlScalar)?.Value ?? versions.Select(version => version.Value).Aggregate((a, b) => ModelVersion.Compare(a, b) < 0 ? b : a);
        if (!versions.Exists(version => JinjaValue.ToText(version.Value) == JinjaValue.ToText(latest)))
        {
            diagnostics.Add(VersionErrors.UnknownLatest(model.Mapping.Get("latest_version")!, model.Name, JinjaValue.ToText(latest), versions.Select(version => JinjaValue.ToText(version.Value))));
        }

        foreach (var (value, mapping) in versions)
        {
            var version = new ModelVersion(value, latest);
            var properties = new NodeProperties(model.File, model.Kind, model.Name, Merged(model.Mapping, mapping)) { Version = version };
            var definedIn = (mapping.Get("defined_in") as YamlScalar)?.Text;
            yield return (definedIn ?? $"{model.Name}_v{version.Text}", properties);
            if (definedIn is null && version.IsLatest)
            {
                // The file of the latest version may have the model's own name.
                yield return (model.Name, properties);
            }
        }
    }

    private static List<(object Value, YamlMapping Mapping)> Versions(NodeProperties model, DiagnosticBag diagnostics)
    {
        var found = new List<(object, YamlMapping)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var mapping in (model.Mapping.Get("versions") as YamlSequence)?.Items.OfType<YamlMapping>() ?? [])
        {
            if (mapping.Get("v") is not YamlScalar { Value: { } value, Text: var text } place)
            {
                diagnostics.Add(VersionErrors.WithoutNumber(mapping, model.Name));
            }
            else if (!seen.Add(text))
            {
                diagnostics.Add(VersionErrors.Twice(place, model.Name, text));
            }
            else
            {
                found.Add((value is long or double or string ? value : text, mapping));
            }
        }

        return found;
    }

    private static YamlMapping Merged(YamlMapping model, YamlMapping version)
    {
        var own = version.Entries.Where(entry => !OfTheVersion.Contains(entry.Key.Text, StringComparer.Ordinal)).ToList();
        var entries = model.Entries
            .Where(entry => !OfTheModel.Contains(entry.Key.Text, StringComparer.Ordinal) && !own.Exists(item => SameKey(item, entry)))
            .Concat(own).ToList();
        Add(entries, "config", Config(model.Find("config"), version.Find("config")));
        Add(entries, "columns", Columns(model.Find("columns"), version.Find("columns")));
        return new YamlMapping(entries, model.Source, model.Span);
    }

    private static void Add(List<YamlEntry> entries, string key, YamlEntry? entry)
    {
        if (entry is not null)
        {
            entries.Add(entry with { Key = new YamlScalar(key, key, isPlain: true, entry.Key.Source, entry.Key.Span) });
        }
    }

    // `tests` and `data_tests` are two names of one list.
    private static bool SameKey(YamlEntry left, YamlEntry right) => KeyOf(left) == KeyOf(right);

    private static string KeyOf(YamlEntry entry) => entry.Key.Text == "tests" ? "data_tests" : entry.Key.Text;

    private static YamlEntry? Config(YamlEntry? model, YamlEntry? version)
    {
        if (model?.Value is not YamlMapping all || version?.Value is not YamlMapping own)
        {
            return version ?? model;
        }

        var kept = all.Entries.Where(entry => own.Find(entry.Key.Text) is null);
        return version with { Value = new YamlMapping([.. kept, .. own.Entries], own.Source, own.Span) };
    }

    // `- include: all` with `exclude` says which of the model's columns the version has; without it, it has them all.
    private static YamlEntry? Columns(YamlEntry? model, YamlEntry? version)
    {
        if (version?.Value is not YamlSequence list)
        {
            return model;
        }

        var rule = list.Items.OfType<YamlMapping>().FirstOrDefault(IsRule);
        var own = list.Items.Where(item => item is not YamlMapping mapping || !IsRule(mapping)).ToList();
        var (included, excluded) = (Names(rule?.Get("include")), Names(rule?.Get("exclude")));
        var all = rule?.Get("include") is null or YamlScalar { Text: "all" or "*" };
        var inherited = (model?.Value as YamlSequence)?.Items.OfType<YamlMapping>()
            .Where(column => Name(column) is { } name && (all || included.Contains(name)) && !excluded.Contains(name) && !own.Exists(item => Name(item) == name)) ?? [];
        return version with { Value = new YamlSequence([.. inherited, .. own], list.Source, list.Span) };
    }

    private static bool IsRule(YamlMapping mapping) => mapping.Get("include") is not null || mapping.Get("exclude") is not null;

    private static string? Name(YamlNode column) => ((column as YamlMapping)?.Get("name") as YamlScalar)?.Text;

    private static HashSet<string> Names(YamlNode? node) => node switch
    {
        YamlSequence list => [.. list.Items.OfType<YamlScalar>().Select(item => item.Text)],
        YamlScalar { Value: not null } one => [one.Text],
        _ => [],
    };
}
