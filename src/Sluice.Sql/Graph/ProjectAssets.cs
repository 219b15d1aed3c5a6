using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Diagnostics;
using Sluice.Partitions;
using Sluice.Runs;
using Sluice.Sql.Code;
using Sluice.Sql.Materializations.External;
using Sluice.Sql.Materializations.Microbatch;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project;
using Sluice.Sql.Selection;

namespace Sluice.Sql.Graph;

/// <summary>A project as the engine sees it.</summary>
/// <param name="Assets">One for each model, seed, source, test and hook; ephemeral models are inlined and are none.</param>
/// <param name="Workflow">The stages; null where there are none.</param>
public sealed record ProjectAssets(ImmutableArray<AssetDefinition> Assets, Workflow? Workflow)
{
    /// <summary>Makes the assets of a project.</summary>
    /// <param name="project">The project.</param>
    /// <param name="runner">Does the work of their steps.</param>
    /// <param name="stages">Does the work around the stages.</param>
    /// <param name="diagnostics">Takes what is wrong with the stages.</param>
    public static ProjectAssets Create(SqlProject project, INodeRunner runner, IStageRunner stages, DiagnosticBag diagnostics) =>
        new AssetBuilder(project, runner, stages, diagnostics).Build();
}

/// <summary>Turns nodes into assets.</summary>
internal sealed class AssetBuilder(SqlProject project, INodeRunner runner, IStageRunner stages, DiagnosticBag diagnostics)
{
    private readonly CodeVersions _versions = new(project);
    private readonly Dictionary<string, string> _stages = new(StringComparer.Ordinal);

    internal ProjectAssets Build()
    {
        var around = new StageAssets(project, stages);
        var workflow = AssignStages(around);
        var assets = project.Nodes.Where(node => node is not (AnalysisNode or ExposureNode or OperationNode or ModelNode { IsEphemeral: true }))
            // Of two checks that wait for the same, the first is run first: a unit test that others wait for stands before them.
            .OrderBy(node => node is UnitTestNode { ReadsThis: false })
            .Concat(Hooks()).Select(ToAsset).ToImmutableArray();
        return new ProjectAssets(workflow is null ? assets : [.. assets, .. around.Of(project.Settings!.Workflow!, workflow, assets)], workflow);
    }

    // dbt: package by package, the project's own last; within each in the order of the file. The engine runs them in this order.
    private IEnumerable<SqlNode> Hooks() => project.Nodes.OfType<OperationNode>()
        .OrderBy(hook => string.Equals(hook.PackageName, project.Name, StringComparison.Ordinal))
        .ThenBy(hook => hook.PackageName, StringComparer.Ordinal)
        .ThenBy(hook => hook.Index);

    private AssetDefinition ToAsset(SqlNode node)
    {
        var isExternal = node is SourceNode;
        return new AssetDefinition
        {
            Key = new AssetKey(node.UniqueId),
            Name = node.Name,
            Kind = node switch
            {
                SourceNode => AssetKind.External,
                TestNode or UnitTestNode => AssetKind.Check,
                OperationNode => AssetKind.Hook,
                _ => AssetKind.Data,
            },
            Materialized = node switch
            {
                ModelNode model => model.Materialized,
                SeedNode => "seed",
                TestNode => "test",
                UnitTestNode => "unit test",
                SourceNode => "source",
                _ => "operation",
            },
            Partitions = node.Partitions,
            Dependencies = node is UnitTestNode unit ? ReadsOf(unit) : DependenciesOf(node),
            Stage = _stages.GetValueOrDefault(node.UniqueId),
            Tags = [.. node.Tags.Order(StringComparer.Ordinal)],
            Pool = node.Config.GetString("pool"),
            Timeout = node.Config.GetInteger("timeout") is { } seconds ? TimeSpan.FromSeconds(seconds) : CodeOf(node)?.Timeout,
            Retry = CodeOf(node)?.Retry ?? new RetryPolicy(),
            Moment = node is OperationNode { AtStart: false } ? HookMoment.RunEnd : HookMoment.RunStart,
            Gates = node is UnitTestNode test ? WhoWaitFor(test) : [],
            Blocking = node is UnitTestNode || node is TestNode && !string.Equals(node.Config.GetString("severity"), "warn", StringComparison.OrdinalIgnoreCase),
            // A snapshot looks at the world at a moment that does not come back: it always looks.
            AlwaysRuns = node is TestNode or UnitTestNode or OperationNode or ModelNode { IsSnapshot: true } or ModelNode { Code.AlwaysRuns: true } || ReadsUntracked(node) || HasLostFile(node) || BatchPlan.IsMicrobatch(node),
            Source = node.Source,
            CodeVersion = isExternal ? _ => "" : partition => _versions.Of(node, partition),
            Fallbacks = [.. FallbacksOf(node)],
            Body = isExternal ? null : (context, cancel) => runner.RunAsync(node, context, cancel),
        };
    }

    private static CodeNode? CodeOf(SqlNode node) => (node as ModelNode)?.Code ?? (CodeNode?)(node as TestNode)?.Code;

    private IEnumerable<AssetFallback> FallbacksOf(SqlNode node) =>
        (node is ModelNode ? project.Settings?.Fallbacks.FirstOrDefault(settings => project.FindByName(settings.Model) == node) : null)?.Alternatives
            .Select(name => new AssetFallback(name, (context, cancel) => runner.RunAsync(node, context, cancel))) ?? [];

    // A unit test looks at the columns of what its model reads; of partitions, the first will do.
    private ImmutableArray<AssetDependency> ReadsOf(UnitTestNode test)
    {
        var model = test.Model!;
        var reads = DependenciesOf(model);
        return model.Partitions is not { } set ? reads :
        [
            .. reads.Where(read => read.Mapping is PartitionMapping.Same).Select(read => project.Graph.Find(read.Upstream.Name)?.Partitions is null
                ? read
                : read with { Mapping = new PartitionMapping.StaticMap(ImmutableDictionary<PartitionKey, ImmutableArray<PartitionKey>>.Empty.Add(PartitionKey.None, [set.Keys[0]])) }),
        ];
    }

    // The model; where it is inlined, those that inline it. A test over the model's own table comes before its other tests, as in
    // dbt, because what it lacks keeps the model from being built.
    private ImmutableArray<AssetKey> WhoWaitFor(UnitTestNode test)
    {
        var models = new List<SqlNode> { test.Model! };
        for (var i = 0; i < models.Count; i++)
        {
            if (models[i] is ModelNode { IsEphemeral: true })
            {
                models.AddRange(project.Graph.ChildrenOf(models[i]).Where(child => child is ModelNode && !models.Contains(child)));
            }
        }

        return
        [
            .. models.Where(model => model is not ModelNode { IsEphemeral: true }).Select(model => new AssetKey(model.UniqueId)),
            .. test.ReadsThis
                ? project.Graph.ChildrenOf(test.Model!).OfType<UnitTestNode>().Where(other => !other.ReadsThis).Select(other => new AssetKey(other.UniqueId))
                : [],
        ];
    }

    // A source that is a file is tracked by the file; a table that others fill is not.
    private bool ReadsUntracked(SqlNode node) => node is ModelNode && DependenciesOf(node)
        .Select(dependency => project.Graph.Find(dependency.Upstream.Name)).OfType<SourceNode>()
        .Any(source => source.Relation?.External is not { } external || !FileNames.In(external).Any());

    // The view of an external model outlives its file.
    private bool HasLostFile(SqlNode node) => node is ModelNode { Materialized: "external" }
        && ExternalFile.Of(node.Config, node.Relation?.Identifier ?? node.Alias, project.Target.ExternalRoot, text => text) is { IsRemote: false } file
        && !file.Location.Contains("{{", StringComparison.Ordinal)
        && !File.Exists(file.Location) && !Directory.Exists(file.Location);

    // What an ephemeral model reads, its readers read.
    private ImmutableArray<AssetDependency> DependenciesOf(SqlNode node)
    {
        var found = ImmutableArray.CreateBuilder<AssetDependency>(node.Dependencies.Length);
        var seen = new HashSet<(string, PartitionMapping)>();
        Add(node, new PartitionMapping.Same(), null, depth: 0);
        return found.ToImmutable();

        void Add(SqlNode reader, PartitionMapping outer, NodeDependency? through, int depth)
        {
            foreach (var dependency in reader.Dependencies)
            {
                var upstream = project.Graph.Find(dependency.UniqueId);
                if (MappingComposition.Of(outer, node.Partitions, dependency.Mapping, reader.Partitions, upstream?.Partitions) is not { } mapping)
                {
                    continue;
                }

                if (upstream is ModelNode { IsEphemeral: true } inner && depth < 100)
                {
                    Add(inner, mapping, through ?? dependency, depth + 1);
                }
                else if (seen.Add((dependency.UniqueId, mapping)))
                {
                    var place = through ?? dependency;
                    found.Add(new AssetDependency(new AssetKey(dependency.UniqueId), mapping, place.Source, place.Span));
                }
            }
        }
    }

    private Workflow? AssignStages(StageAssets around)
    {
        if (project.Settings?.Workflow is not { Stages.Length: > 0 } workflow)
        {
            return null;
        }

        foreach (var stage in workflow.Stages)
        {
            Assign(stage);
        }

        foreach (var node in project.Nodes.OfType<ModelNode>().Where(node => node is { Partitions: not null, IsEphemeral: false } && !_stages.ContainsKey(node.UniqueId)))
        {
            diagnostics.Add(SluiceErrors.NoStage(node.Source, node.Span, node.Name, workflow.Stages.Select(stage => stage.Name)));
        }

        return around.WorkflowOf(workflow);
    }

    private void Assign(StageSettings stage)
    {
        var selected = project.Selector.Select(
            new SelectionRequest { Select = stage.Select, Indirect = IndirectSelection.Empty, ResourceTypes = ["model", "seed", "snapshot"] }, diagnostics);
        foreach (var node in selected.Where(node => node is not ModelNode { IsEphemeral: true }))
        {
            if (!_stages.TryAdd(node.UniqueId, stage.Name))
            {
                diagnostics.Add(SluiceErrors.TwoStages(stage.Source, stage.Span, node.Name, _stages[node.UniqueId], stage.Name));
            }
        }

        if (selected.IsEmpty)
        {
            diagnostics.Add(SluiceErrors.EmptyStage(stage.Source, stage.Span, stage.Name));
        }
    }
}
