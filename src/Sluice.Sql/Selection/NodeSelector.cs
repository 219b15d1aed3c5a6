using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Sql.Graph;
using Sluice.Sql.Nodes;
using Sluice.Sql.State;

namespace Sluice.Sql.Selection;

/// <summary>Finds the nodes that a selection means. Safe to use from several threads.</summary>
/// <param name="graph">The enabled nodes.</param>
/// <param name="rootPackage">The project's own name, which <c>package:this</c> means.</param>
public sealed class NodeSelector(NodeGraph graph, string rootPackage)
{
    private readonly SelectionMethods _methods = new(graph, rootPackage);

    /// <summary>The selectors of selectors.yml by name.</summary>
    internal ImmutableDictionary<string, SelectionTree> Selectors { get; init; } = ImmutableDictionary<string, SelectionTree>.Empty;

    /// <summary>The selector that is used where nothing is selected; null for none.</summary>
    internal string? DefaultSelector { get; init; }

    /// <summary>The selected nodes by unique id. Operations are never selected.</summary>
    /// <param name="request">What the user asked for.</param>
    /// <param name="diagnostics">Takes a warning for each term that matches nothing, and an error for each that is wrong.</param>
    public ImmutableArray<SqlNode> Select(SelectionRequest request, DiagnosticBag diagnostics)
    {
        var tree = TreeOf(request, diagnostics);
        if (tree is null)
        {
            return [];
        }

        var (direct, _) = Evaluate(tree, new Scope(request.Indirect, request.State), diagnostics);
        return
        [
            .. graph.Nodes.Where(node => node is not OperationNode && direct.Contains(node)
                && (request.ResourceTypes.IsEmpty || request.ResourceTypes.Contains(node.ResourceType))
                && !request.ExcludeResourceTypes.Contains(node.ResourceType)),
        ];
    }

    private SelectionTree? TreeOf(SelectionRequest request, DiagnosticBag diagnostics)
    {
        var selector = request.Selector ?? (request is { Select.IsEmpty: true, Exclude.IsEmpty: true } ? DefaultSelector : null);
        if (selector is not null)
        {
            if (!Selectors.TryGetValue(selector, out var named))
            {
                diagnostics.Add(SelectionErrors.UnknownSelector(selector, Selectors.Keys));
            }

            return named;
        }

        var from = request.Select.IsEmpty ? new SelectionTree.All() : SelectionParser.Parse(request.Select, diagnostics);
        return request.Exclude.IsEmpty ? from : new SelectionTree.Difference(from, SelectionParser.Parse(request.Exclude, diagnostics));
    }

    // What holds for a whole selection, or for the part of it that says otherwise.
    private readonly record struct Scope(IndirectSelection Indirect, StateComparison? State);

    // Direct: what is selected. Indirect: also the tests that are selected once all that they read is.
    private (HashSet<SqlNode> Direct, HashSet<SqlNode> Indirect) Evaluate(
        SelectionTree tree, Scope scope, DiagnosticBag diagnostics)
    {
        switch (tree)
        {
            case SelectionTree.All:
                return ([.. graph.Nodes], []);
            case SelectionTree.Term term:
                return EvaluateTerm(term.Criterion, term.Indirect is { } mode ? scope with { Indirect = mode } : scope, diagnostics);
            case SelectionTree.Union union:
                return Combine(union.Parts, (left, right) => left.UnionWith(right), union.Raw, union.MustMatch, scope, diagnostics);
            case SelectionTree.Intersection both:
                return Combine(both.Parts, (left, right) => left.IntersectWith(right), both.Raw, both.MustMatch, scope, diagnostics);
            case SelectionTree.Difference difference:
                return Combine(
                    [difference.From, difference.Without], (left, right) => left.ExceptWith(right), "", mustMatch: false, scope, diagnostics);
            default:
                throw new InvalidOperationException($"no such selection: {tree}");
        }
    }

    private (HashSet<SqlNode> Direct, HashSet<SqlNode> Indirect) Combine(
        ImmutableArray<SelectionTree> parts, Action<HashSet<SqlNode>, HashSet<SqlNode>> combine, string raw, bool mustMatch,
        Scope scope, DiagnosticBag diagnostics)
    {
        HashSet<SqlNode>? direct = null;
        HashSet<SqlNode>? all = null;
        foreach (var part in parts)
        {
            var (partDirect, partIndirect) = Evaluate(part, scope, diagnostics);
            partIndirect.UnionWith(partDirect);
            if (direct is null || all is null)
            {
                (direct, all) = (partDirect, partIndirect);
                continue;
            }

            combine(direct, partDirect);
            combine(all, partIndirect);
        }

        direct ??= [];
        all ??= [];
        AddCompleted(direct, all, scope.Indirect);
        if (mustMatch && direct.Count == 0 && !diagnostics.HasErrors)
        {
            diagnostics.Add(SelectionErrors.NothingMatches(raw, _methods.NearestTo(parts)));
        }

        return (direct, all);
    }

    private (HashSet<SqlNode> Direct, HashSet<SqlNode> Indirect) EvaluateTerm(
        Criterion criterion, Scope scope, DiagnosticBag diagnostics)
    {
        var selected = _methods.Find(criterion, scope.State, diagnostics).ToHashSet();
        if (criterion.Method == "selector" && Selectors.TryGetValue(criterion.Value, out var named))
        {
            selected = Evaluate(named, scope, diagnostics).Direct;
        }

        if (scope.Indirect == IndirectSelection.Empty && criterion is { Parents: false, Children: false, ChildrensParents: false })
        {
            return (selected, []);
        }

        var start = selected.ToList();
        if (criterion.ChildrensParents)
        {
            selected.UnionWith(graph.Descendants(start));
            selected.UnionWith(graph.Ancestors(selected.ToList()));
        }

        if (criterion.Parents)
        {
            selected.UnionWith(graph.Ancestors(start, criterion.ParentsDepth));
        }

        if (criterion.Children)
        {
            selected.UnionWith(graph.Descendants(start, criterion.ChildrenDepth));
        }

        return AddTests(selected, scope.Indirect);
    }

    private (HashSet<SqlNode> Direct, HashSet<SqlNode> Indirect) AddTests(HashSet<SqlNode> selected, IndirectSelection indirect)
    {
        if (indirect == IndirectSelection.Empty)
        {
            return (selected, []);
        }

        var direct = new HashSet<SqlNode>(selected);
        var later = new HashSet<SqlNode>();
        var reachable = indirect == IndirectSelection.Buildable ? WithParents(selected) : selected;
        foreach (var test in selected.SelectMany(node => graph.ChildrenOf(node)).Where(node => node is TestNode or UnitTestNode))
        {
            if (indirect == IndirectSelection.Eager || graph.ParentsOf(test).All(reachable.Contains))
            {
                direct.Add(test);
            }
            else
            {
                later.Add(test);
            }
        }

        return (direct, later);
    }

    private void AddCompleted(HashSet<SqlNode> direct, HashSet<SqlNode> all, IndirectSelection indirect)
    {
        if (indirect is not (IndirectSelection.Cautious or IndirectSelection.Buildable) || all.Count == direct.Count)
        {
            return;
        }

        var reachable = indirect == IndirectSelection.Buildable ? WithParents(direct) : [.. direct];
        direct.UnionWith(all.Where(node => node is TestNode or UnitTestNode && graph.ParentsOf(node).All(reachable.Contains)));
    }

    private HashSet<SqlNode> WithParents(HashSet<SqlNode> selected)
    {
        var reachable = graph.Ancestors(selected);
        reachable.UnionWith(selected);
        reachable.UnionWith(graph.Nodes.Where(node => node is SourceNode));
        return reachable;
    }
}
