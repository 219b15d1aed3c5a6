using System.Collections.Immutable;

namespace Sluice.Sql.Selection;

/// <summary>A selection as a tree: terms combined by union, intersection and difference.</summary>
internal abstract record SelectionTree
{
    private SelectionTree()
    {
    }

    internal sealed record Term(Criterion Criterion, IndirectSelection? Indirect = null) : SelectionTree;

    internal sealed record Union(string Raw, ImmutableArray<SelectionTree> Parts, bool MustMatch = false) : SelectionTree;

    internal sealed record Intersection(string Raw, ImmutableArray<SelectionTree> Parts, bool MustMatch = false) : SelectionTree;

    internal sealed record Difference(SelectionTree From, SelectionTree Without) : SelectionTree;

    /// <summary>Everything, without looking for tests along the way.</summary>
    internal sealed record All : SelectionTree;
}
