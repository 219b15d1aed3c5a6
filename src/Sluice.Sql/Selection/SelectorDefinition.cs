using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Sql.Project;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Selection;

/// <summary>Reads the definition of a selector: a text as <c>--select</c> takes it, a method with a value, a union or an intersection.</summary>
/// <param name="scope">Renders values that are Jinja.</param>
/// <param name="diagnostics">Takes what is wrong, with its place.</param>
internal sealed class SelectorDefinition(YamlScope scope, DiagnosticBag diagnostics)
{
    private static readonly string[] Modes = ["eager", "cautious", "buildable", "empty"];

    private readonly List<(string Name, YamlNode Place)> _references = [];

    /// <summary>The selectors that it names, with the place of each.</summary>
    internal IReadOnlyList<(string Name, YamlNode Place)> References => _references;

    /// <summary>The selection; null where it is wrong, which is reported.</summary>
    internal SelectionTree? Read(YamlNode node)
    {
        switch (node)
        {
            case YamlScalar { Value: not null } text:
                return ReadText(text);
            case YamlMapping mapping when mapping.Get("method") is not null || mapping.Get("value") is not null:
                return ReadMethod(new YamlReader(mapping, "a selector's method", diagnostics));
            case YamlMapping { Entries: [{ Key.Text: "union" or "intersection" } entry] }:
                return ReadList(entry);
            case YamlMapping { Entries: [{ Key: var key, Value: YamlScalar value }] }:
                return Checked(new Criterion($"{key.Text}:{Text(value)}", key.Text.Split('.')[0], [.. key.Text.Split('.').Skip(1)], Text(value), false, false, null, false, null), key, value);
            default:
                diagnostics.Add(YamlErrors.WrongKind(
                    node, "definition", "a text, a method with a value, a union or an intersection",
                    node is YamlMapping { Entries.Count: > 1 } ? "one of them; combine several in a list under `union` or `intersection`" : null));
                return null;
        }
    }

    private SelectionTree? ReadText(YamlScalar text)
    {
        var found = new DiagnosticBag();
        var tree = SelectionParser.Parse([Text(text)], found);
        diagnostics.AddRange(found.ToSorted().Select(problem => problem with { Source = text.Source, Span = text.Span }));
        foreach (var criterion in Terms(tree))
        {
            if (Checked(criterion, text, text) is null)
            {
                return null;
            }
        }

        return found.HasErrors ? null : tree;
    }

    private static IEnumerable<Criterion> Terms(SelectionTree tree) => tree switch
    {
        SelectionTree.Term term => [term.Criterion],
        SelectionTree.Union union => union.Parts.SelectMany(Terms),
        SelectionTree.Intersection both => both.Parts.SelectMany(Terms),
        _ => [],
    };

    private SelectionTree? ReadList(YamlEntry entry)
    {
        if (entry.Value is not YamlSequence list)
        {
            diagnostics.Add(YamlErrors.WrongKind(entry.Value, entry.Key.Text, "a list"));
            return null;
        }

        var excludes = list.Items.Where(item => item is YamlMapping { Entries: [{ Key.Text: "exclude" }] }).Cast<YamlMapping>().ToList();
        if (excludes.Count > 1)
        {
            diagnostics.Add(SelectionErrors.TwoExcludes(excludes[1]));
        }

        var parts = list.Items.Except(excludes).Select(Read).OfType<SelectionTree>().ToImmutableArray();
        SelectionTree tree = entry.Key.Text == "union" ? new SelectionTree.Union("union", parts) : new SelectionTree.Intersection("intersection", parts);
        return Without(tree, excludes.FirstOrDefault()?.Entries[0].Value);
    }

    private SelectionTree? ReadMethod(YamlReader reader)
    {
        var method = reader.Required("method");
        if (reader.Node("value") is not YamlScalar { Value: not null } value)
        {
            diagnostics.Add(reader.Node("value") is { } other ? YamlErrors.WrongKind(other, "value", "a text") : YamlErrors.MissingKey(reader.Mapping, "value", reader.Where));
            value = null!;
        }

        var criterion = new Criterion(
            $"{method}:{(value is null ? "" : Text(value))}", method?.Split('.')[0] ?? "", [.. (method ?? "").Split('.').Skip(1)], value is null ? "" : Text(value),
            reader.Boolean("childrens_parents") ?? false, reader.Boolean("parents") ?? false, (int?)reader.Integer("parents_depth", 0, int.MaxValue),
            reader.Boolean("children") ?? false, (int?)reader.Integer("children_depth", 0, int.MaxValue));
        IndirectSelection? indirect = reader.Word("indirect_selection", Modes) is { } mode ? Enum.Parse<IndirectSelection>(mode, ignoreCase: true) : null;
        var excluded = reader.Node("exclude");
        reader.Finish(Severity.Error);
        return method is null || value is null || Checked(criterion, reader.Node("method")!, value) is not { } term ? null : Without(term with { Indirect = indirect }, excluded);
    }

    private SelectionTree Without(SelectionTree from, YamlNode? excluded)
    {
        switch (excluded)
        {
            case null:
                return from;
            case YamlSequence list:
                return new SelectionTree.Difference(from, new SelectionTree.Union("exclude", [.. list.Items.Select(Read).OfType<SelectionTree>()]));
            default:
                diagnostics.Add(YamlErrors.WrongKind(excluded, "exclude", "a list"));
                return from;
        }
    }

    private SelectionTree.Term? Checked(Criterion criterion, YamlNode method, YamlNode value)
    {
        if (!SelectionMethods.IsKnown(criterion.Method))
        {
            diagnostics.Add(SelectionErrors.UnknownMethod(criterion.Raw, criterion.Method, SelectionMethods.Names) with { Source = method.Source, Span = method.Span });
            return null;
        }

        if (criterion.Method == "selector")
        {
            _references.Add((criterion.Value, value));
        }

        return new SelectionTree.Term(criterion);
    }

    private string Text(YamlScalar scalar) => YamlValues.HasJinja(scalar.Text) ? JinjaValue.ToText(scope.Render(scalar)) : scalar.Text;
}
