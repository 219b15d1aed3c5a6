using Sluice.Assets;
using Sluice.Diagnostics;
using Sluice.Partitions;

namespace Sluice.Sql.Nodes;

/// <summary>One <c>ref</c>, <c>source</c> or <c>prev</c> of a node, resolved.</summary>
/// <param name="UniqueId">The node that is read.</param>
/// <param name="Mapping">Which of its partitions.</param>
/// <param name="Source">The file that says it.</param>
/// <param name="Span">The call in it; empty at offset 0 where the call is hidden in a macro.</param>
public sealed record NodeDependency(string UniqueId, PartitionMapping Mapping, SourceText? Source, SourceSpan Span)
{
    internal AssetDependency ToAsset() => new(new AssetKey(UniqueId), Mapping, Source, Span);
}
