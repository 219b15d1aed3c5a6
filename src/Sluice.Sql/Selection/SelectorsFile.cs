using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Sql.Project;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Selection;

/// <summary>Reads selectors.yml: selections with a name.</summary>
internal sealed class SelectorsFile
{
    private readonly DiagnosticBag _diagnostics = new();
    private readonly YamlScope _scope;
    private readonly Dictionary<string, (SelectionTree Tree, YamlNode Place, IReadOnlyList<(string Name, YamlNode Place)> References)> _selectors = new(StringComparer.Ordinal);
    private string? _default;

    private SelectorsFile(SqlProject project) => _scope = new YamlScope(project.Dialect, project.Invocation, _diagnostics)
        .WithVariables(project.Context.Variables, project.Name).WithTarget(project.Target);

    /// <summary>The project's selector with the definitions of its selectors.yml.</summary>
    /// <exception cref="DiagnosticException">The file is wrong.</exception>
    internal static NodeSelector Load(SqlProject project)
    {
        var file = new SelectorsFile(project);
        var path = Path.Combine(project.Folder, "selectors.yml");
        if (File.Exists(path) && ProjectFiles.TryRead(path, "selectors.yml", file._diagnostics) is { } source)
        {
            file.Read(YamlReader.Over(YamlFile.Parse(source, file._diagnostics), "selectors.yml", file._diagnostics));
        }

        file._diagnostics.ThrowIfErrors();
        return new NodeSelector(project.Graph, project.Name)
        {
            Selectors = file._selectors.ToImmutableDictionary(pair => pair.Key, pair => pair.Value.Tree, StringComparer.Ordinal),
            DefaultSelector = file._default,
        };
    }

    private void Read(YamlReader? reader)
    {
        foreach (var selector in reader?.Readers("selectors", "a selector") ?? [])
        {
            ReadSelector(selector);
        }

        reader?.Accept("version");
        reader?.Finish(Severity.Warning);
        CheckReferences();
    }

    private void ReadSelector(YamlReader selector)
    {
        var name = selector.Required("name");
        selector.Accept("description");
        if (selector.Node("definition") is not { } definition)
        {
            _diagnostics.Add(YamlErrors.MissingKey(selector.Mapping, "definition", selector.Where));
            return;
        }

        var isDefault = selector.Node("default") is YamlScalar scalar && IsTrue(_scope.Render(scalar));
        selector.Finish(Severity.Error);
        var reader = new SelectorDefinition(_scope, _diagnostics);
        if (reader.Read(definition) is not { } tree || name is null)
        {
            return;
        }

        var place = selector.Node("name")!;
        if (!_selectors.TryAdd(name, (tree, place, reader.References)))
        {
            _diagnostics.Add(SluiceErrors.DuplicateName(place.Source, place.Span, "selectors", name));
        }

        if (isDefault && _default is not null)
        {
            _diagnostics.Add(SelectionErrors.TwoDefaults(selector.Node("default")!, _default));
        }

        _default = isDefault ? name : _default;
    }

    private static bool IsTrue(object? value) => value is true || (value is string text && bool.TryParse(text, out var truth) && truth);

    private void CheckReferences()
    {
        foreach (var (name, selector) in _selectors)
        {
            foreach (var reference in selector.References.Where(reference => !_selectors.ContainsKey(reference.Name)))
            {
                _diagnostics.Add(SelectionErrors.UnknownSelector(reference.Name, _selectors.Keys) with { Source = reference.Place.Source, Span = reference.Place.Span });
            }

            if (Reached(name).Contains(name))
            {
                _diagnostics.Add(SelectionErrors.SelectorCycle(name, selector.Place.Source, selector.Place.Span));
            }
        }
    }

    private HashSet<string> Reached(string from)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([from]);
        while (open.TryPop(out var next))
        {
            foreach (var (name, _) in _selectors.TryGetValue(next, out var selector) ? selector.References : [])
            {
                if (reached.Add(name))
                {
                    open.Push(name);
                }
            }
        }

        return reached;
    }
}
