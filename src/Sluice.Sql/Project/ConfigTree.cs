using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Project;

/// <summary>
/// One level of a config tree of dbt_project.yml: the values of this folder, and the folders below. A key with a <c>+</c> is a
/// value; without, a dictionary is a folder and anything else a value.
/// </summary>
internal sealed class ConfigTree
{
    private readonly Dictionary<string, ConfigTree> _folders = new(StringComparer.Ordinal);
    private bool _isUsed;

    private ConfigTree(YamlScalar? key, string path) => (Key, Path) = (key, path);

    internal List<KeyValuePair<string, object?>> Values { get; } = [];

    private YamlScalar? Key { get; }

    private string Path { get; }

    /// <summary>The tree of a section.</summary>
    /// <param name="render">Gives the value of a scalar, Jinja rendered.</param>
    /// <param name="mapping">The section.</param>
    internal static ConfigTree Create(YamlMapping mapping, Func<YamlScalar, object?> render)
    {
        var tree = new ConfigTree(null, "");
        tree.Fill(mapping, render);
        return tree;
    }

    /// <summary>Appends the values for a node, outermost folder first.</summary>
    internal void Collect(ReadOnlySpan<string> fqn, List<List<KeyValuePair<string, object?>>> layers)
    {
        var level = this;
        layers.Add(level.Values);
        foreach (var segment in fqn)
        {
            if (!level._folders.TryGetValue(segment, out var next))
            {
                return;
            }

            level = next;
            level._isUsed = true;
            layers.Add(level.Values);
        }
    }

    /// <summary>A warning for each folder that matched no node.</summary>
    internal void ReportUnused(string section, DiagnosticBag diagnostics)
    {
        foreach (var (name, folder) in _folders)
        {
            if (folder._isUsed)
            {
                folder.ReportUnused(section, diagnostics);
            }
            else if (folder.Key is { } key)
            {
                var hint = ConfigMerger.IsDictionaryKey(name) ? $"a config that is a dictionary needs a `+`: `+{name}:`" : null;
                diagnostics.Add(ProjectErrors.UnusedConfigPath(key, section, folder.Path, hint));
            }
        }
    }

    private void Fill(YamlMapping mapping, Func<YamlScalar, object?> render)
    {
        foreach (var (key, node) in mapping.Entries)
        {
            var name = key.Text;
            if (name.StartsWith('+'))
            {
                Values.Add(new(name[1..].Trim(), ToValue(name[1..].Trim(), node, render)));
            }
            else if (node is YamlMapping folder)
            {
                var below = new ConfigTree(key, Path.Length == 0 ? name : $"{Path}.{name}");
                below.Fill(folder, render);
                _folders[name] = below;
            }
            else
            {
                Values.Add(new(name, ToValue(name, node, render)));
            }
        }
    }

    // Hooks are rendered when they run.
    private static object? ToValue(string name, YamlNode node, Func<YamlScalar, object?> render) =>
        JinjaValue.From(YamlValues.ToValue(node, ConfigMerger.IsHook(name) ? null : render));
}
