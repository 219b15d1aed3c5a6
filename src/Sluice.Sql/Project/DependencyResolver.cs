using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Diagnostics;
using Sluice.Partitions;
using Sluice.Sql.Context;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Project;

/// <summary>Finds the nodes that each node reads, and says where what is read does not exist or makes no sense.</summary>
internal sealed class DependencyResolver(ProjectContext context, DiagnosticBag diagnostics)
{
    private readonly NodeIndex _index = context.Index!;

    internal void Resolve(List<BuiltNode> nodes)
    {
        foreach (var built in nodes)
        {
            Resolve(built);
        }
    }

    private void Resolve(BuiltNode built)
    {
        var node = built.Node;
        var seen = new HashSet<(string, PartitionMapping)>();
        var found = ImmutableArray.CreateBuilder<NodeDependency>(built.Capture.Reads.Count);
        // A read of the first partition alone is an edge of that partition alone.
        var later = built.FirstPartition is null ? null : built.Capture.Reads.Select(Identity).ToHashSet();
        foreach (var read in built.FirstPartition is null ? built.Capture.Reads : built.Capture.Reads.Concat(built.FirstPartition.Reads))
        {
            if (Find(built, read) is not { } upstream || upstream.UniqueId == node.UniqueId && read.Kind == ReadKind.Ref && node is TestNode)
            {
                continue;
            }

            if (MappingOf(node, read, upstream, later is not null && !later.Contains(Identity(read))) is { } mapping
                && seen.Add((upstream.UniqueId, mapping)))
            {
                found.Add(new NodeDependency(upstream.UniqueId, mapping, read.Source, read.Span));
            }
        }

        node.Dependencies = built.IsDropped ? [] : found.ToImmutable();
        ReportUnguarded(built);
    }

    // An ephemeral model is rendered for the partitions that its readers ask for; whether the first is among them, the run tells.
    private void ReportUnguarded(BuiltNode built)
    {
        var node = built.Node;
        if (node is ModelNode { IsEphemeral: true })
        {
            return;
        }

        // What fails in several partitions is told of the first of them.
        foreach (var (_, problem) in (built.FirstPartition?.Unguarded ?? []).Concat(built.Capture.Unguarded)
            .Where(item => _index.Find(null, item.Name, node.PackageName)?.Partitions == node.Partitions)
            .DistinctBy(item => (item.Problem.Source.Path, item.Problem.Span)))
        {
            diagnostics.Add(problem.Source.Path == node.Source.Path
                ? problem
                : problem with { Chain = [.. problem.Chain, new DiagnosticFrame($"called by `{node.Name}`", node.Source, node.Span)] });
        }
    }

    private static (ReadKind, string?, string, int, string?) Identity(CapturedRead read) => (read.Kind, read.Package, read.Name, read.Count, read.Version);

    private SqlNode? Find(BuiltNode built, CapturedRead read)
    {
        var node = built.Node;
        if (read.Kind == ReadKind.Source)
        {
            if (_index.FindSource(read.Package!, read.Name, node.PackageName) is { } source)
            {
                return source;
            }

            var name = $"{read.Package}.{read.Name}";
            Report(node, NodeErrors.UnknownSource(read.Source, read.Span, name, Nearest.To(name, _index.SourceNames)));
            return null;
        }

        if (_index.Find(read.Package, read.Name, node.PackageName, read.Version) is { } found)
        {
            CheckAccess(node, read, found);
            return found;
        }

        // dbt drops a test of what is missing with a warning; anything else is an error.
        var disabled = _index.FindDisabled(read.Package, read.Name, node.PackageName, read.Version);
        var isDroppedUnitTest = node is UnitTestNode && disabled is not null;
        var severity = node is TestNode or ExposureNode || isDroppedUnitTest ? Severity.Warning : Severity.Error;
        built.IsDropped |= node is TestNode || isDroppedUnitTest;
        Report(node, disabled is not null
            ? NodeErrors.DisabledRef(read.Source, read.Span, disabled, severity)
            : read.Version is not null && _index.Find(read.Package, read.Name, node.PackageName) is not null
            ? NodeErrors.UnknownVersion(read.Source, read.Span, read.Name, read.Version, _index.VersionsOf(read.Name), severity)
            : NodeErrors.UnknownRef(read.Source, read.Span, read.Name, Nearest.To(read.Name, _index.Names), severity));
        return null;
    }

    // A call in a macro does not tell which node made it.
    private void Report(SqlNode node, Diagnostic problem) => diagnostics.Add(problem.Source.Path == node.Source.Path
        ? problem
        : problem with { Chain = [new DiagnosticFrame($"called by `{node.Name}`", node.Source, node.Span)] });

    private void CheckAccess(SqlNode reader, CapturedRead read, SqlNode found)
    {
        if (found is ModelNode && reader is ModelNode && found.Config.GetString("access") == "private"
            && found.Config.GetString("group") is { } group && reader.Config.GetString("group") != group)
        {
            diagnostics.Add(NodeErrors.PrivateRef(read.Source, read.Span, reader, found, group));
        }
    }

    private PartitionMapping? MappingOf(SqlNode node, CapturedRead read, SqlNode upstream, bool isFirstOnly)
    {
        if (read.Kind is ReadKind.Prev)
        {
            if (node.Partitions is null)
            {
                diagnostics.Add(NodeErrors.PrevOutside(read.Source, read.Span, node));
                return null;
            }

            if (upstream.Partitions is null)
            {
                diagnostics.Add(NodeErrors.PrevOfUnpartitioned(read.Source, read.Span, read.Name));
                return null;
            }

            return CheckSets(node, read, upstream) ? new PartitionMapping.Lag(read.Count) : null;
        }

        if (read is { Kind: ReadKind.Initial, Count: > 1 } && node.Partitions is { } set && (upstream.Partitions is null || upstream.Partitions == set))
        {
            return Initial(set, read.Count, upstream.Partitions is not null);
        }

        if (upstream.Partitions is null)
        {
            return read.Kind == ReadKind.Initial || isFirstOnly ? new PartitionMapping.FirstOnly() : new PartitionMapping.Same();
        }

        if (node.Partitions is null)
        {
            if (upstream is ModelNode { IsEphemeral: true })
            {
                diagnostics.Add(NodeErrors.PartitionedEphemeral(read.Source, read.Span, node, upstream.Name));
                return null;
            }

            return new PartitionMapping.All();
        }

        if (read.Kind == ReadKind.Ref && upstream is not ModelNode { IsEphemeral: true } && node.Partitions != upstream.Partitions && node.Partitions.Meets(upstream.Partitions))
        {
            return Meeting(node.Partitions, upstream.Partitions, isFirstOnly);
        }

        return !CheckSets(node, read, upstream) ? null
            : read.Kind == ReadKind.Initial || isFirstOnly ? new PartitionMapping.FirstOnly()
            : new PartitionMapping.Same();
    }

    // `prev('x', 3, initial='y')` reads y in each of the first three partitions.
    private static PartitionMapping.StaticMap Initial(PartitionSet set, int count, bool isPartitioned) => new(set.Keys.TakeWhile(key => set.Back(key, count).IsNone).ToImmutableDictionary(
        key => key, key => ImmutableArray.Create(isPartitioned ? key : PartitionKey.None)));

    // Partitions of other sets are read where they agree in the dimensions that both have.
    private static PartitionMapping.StaticMap Meeting(PartitionSet reader, PartitionSet upstream, bool isFirstOnly) => new(
        reader.Keys.Where(key => !isFirstOnly || reader.IsFirst(key)).ToImmutableDictionary(key => key, key => reader.Meet(key, upstream)));

    private bool CheckSets(SqlNode node, CapturedRead read, SqlNode upstream)
    {
        if (node.Partitions == upstream.Partitions)
        {
            return true;
        }

        diagnostics.Add(SluiceErrors.MixedPartitions(read.Source, read.Span, node.Name, node.Partitions!.Name, upstream.Partitions!.Name));
        return false;
    }
}
