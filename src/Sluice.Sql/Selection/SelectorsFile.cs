using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Sql.Project;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Selection;

/// <summary>Reads selectors.yml: selections with a name.</summary>
internal sealed class SelectorsFile(DiagnosticBag diagnostics)
{
    private static readonly string[] Modes = ["eager", "cautious", "buildable", "empty"];
    private readonly Dictionary<string, YamlNode> _places = new(StringComparer.Ordinal);

    /// <summary>The project's selector with the definitions of its selectors.yml.</summary>
    /// <exception cref="DiagnosticException">The file is wrong.</exception>
    internal static NodeSelector Load(SqlProject project)
    {
        var path = Path.Combine(project.Folder, "selectors.yml");
        var diagnostics = new DiagnosticBag();
        if (!File.Exists(path) || ProjectFiles.TryRead(path, "selectors.yml", diagnostics) is not { } source)
        {
            return new NodeSelector(project.Graph, project.Name);
        }

        var reader = YamlReader.Over(YamlFile.Parse(source, diagnostics), "selectors.yml", diagnostics);
        var trees = ImmutableDictionary.CreateBuilder<string, SelectionTree>(StringComparer.Ordinal);
        string? standard = null;
        var file = new SelectorsFile(diagnostics);
        foreach (var selector in reader?.Readers("selectors", "a selector") ?? [])
        {
            var name = selector.Required("name");
            var tree = selector.Node("definition") is { } definition ? file.Read(definition) : null;
            if (name is not null && tree is not null)
            {
                file._places[name] = selector.Node("name")!;
                trees[name] = tree;
                standard = selector.Mapping.Get("default") is YamlScalar { Value: true } ? name : standard;
            }
        }

        file.CheckReferences(trees);
        diagnostics.ThrowIfErrors();
        return new NodeSelector(project.Graph, project.Name) { Selectors = trees.ToImmutable(), DefaultSelector = standard };
    }

    private static IEnumerable<string> SelectorsIn(SelectionTree tree) => tree switch
    {
        SelectionTree.Term { Criterion: { Method: "selector" } criterion } => [criterion.Value],
        SelectionTree.Union union => union.Parts.SelectMany(SelectorsIn),
        SelectionTree.Intersection both => both.Parts.SelectMany(SelectorsIn),
        SelectionTree.Difference difference => SelectorsIn(difference.From).Concat(SelectorsIn(difference.Without)),
        _ => [],
    };

    private void CheckReferences(IReadOnlyDictionary<string, SelectionTree> trees)
    {
        foreach (var (name, tree) in trees)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            var open = new Stack<string>(SelectorsIn(tree));
            while (open.TryPop(out var next))
            {
                if (!trees.TryGetValue(next, out var inner))
                {
                    diagnostics.Add(SelectionErrors.UnknownSelector(next, trees.Keys));
                }
                else if (next == name)
                {
                    diagnostics.Add(SelectionErrors.SelectorCycle(name, _places[name].Source, _places[name].Span));
                    break;
                }
                else if (seen.Add(next))
                {
                    foreach (var below in SelectorsIn(inner))
                    {
                        open.Push(below);
                    }
                }
            }
        }
    }

    private SelectionTree? Read(YamlNode node)
    {
        switch (node)
        {
            case YamlScalar { Value: not null } text:
                return SelectionParser.Parse([text.Text], diagnostics);
            case YamlMapping mapping when mapping.Get("union") is { } union:
                return ReadList(union, items => new SelectionTree.Union("union", items));
            case YamlMapping mapping when mapping.Get("intersection") is { } intersection:
                return ReadList(intersection, items => new SelectionTree.Intersection("intersection", items));
            case YamlMapping mapping when mapping.Get("method") is YamlScalar method:
                return ReadMethod(mapping, method.Text, (mapping.Get("value") as YamlScalar)?.Text ?? "");
            case YamlMapping { Entries: [{ Key: var key, Value: YamlScalar value }] }:
                return ReadMethod(new YamlMapping([], node.Source, node.Span), key.Text, value.Text);
            default:
                diagnostics.Add(YamlErrors.WrongKind(node, "definition", "a text, a method with a value, a union or an intersection"));
                return null;
        }
    }

    private SelectionTree? ReadList(YamlNode node, Func<ImmutableArray<SelectionTree>, SelectionTree> combine)
    {
        if (node is not YamlSequence list)
        {
            diagnostics.Add(YamlErrors.WrongKind(node, "union or intersection", "a list"));
            return null;
        }

        var excluded = list.Items.OfType<YamlMapping>().Select(item => item.Get("exclude")).OfType<YamlSequence>().SelectMany(item => item.Items).ToList();
        var parts = list.Items.Where(item => item is not YamlMapping mapping || mapping.Get("exclude") is null || mapping.Get("method") is not null)
            .Select(Read).OfType<SelectionTree>().ToImmutableArray();
        return Without(combine(parts), excluded);
    }

    private SelectionTree Without(SelectionTree from, List<YamlNode> excluded) => excluded.Count == 0
        ? from
        : new SelectionTree.Difference(from, new SelectionTree.Union("exclude", [.. excluded.Select(Read).OfType<SelectionTree>()]));

    private SelectionTree? ReadMethod(YamlMapping mapping, string method, string value)
    {
        var reader = new YamlReader(mapping, "a selector's definition", diagnostics);
        var parts = method.Split('.');
        var criterion = new Criterion(
            $"{method}:{value}", parts[0], [.. parts.Skip(1)], value, reader.Boolean("childrens_parents") ?? false, reader.Boolean("parents") ?? false,
            (int?)reader.Integer("parents_depth", 0), reader.Boolean("children") ?? false, (int?)reader.Integer("children_depth", 0));
        IndirectSelection? indirect = reader.String("indirect_selection") is { } mode && Modes.Contains(mode) ? Enum.Parse<IndirectSelection>(mode, ignoreCase: true) : null;
        var term = new SelectionTree.Term(criterion, indirect);
        return mapping.Get("exclude") is YamlSequence excluded ? Without(term, excluded.Items) : term;
    }
}
