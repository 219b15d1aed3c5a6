using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Diagnostics;
using Sluice.Graph;
using Sluice.Partitions;
using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Tests.Support;

/// <summary>Assets without bodies, written down in a few words, and what is committed of them.</summary>
internal sealed class Project
{
    private readonly List<AssetDefinition> _assets = [];
    private readonly Dictionary<string, string> _code = new(StringComparer.Ordinal);
    private readonly Dictionary<StepKey, CommitMarker> _markers = [];

    internal static PartitionSet Years { get; } = PartitionSet.Range("year", 2025, 2027);

    internal Workflow? Workflow { get; init; }

    internal IReadOnlyDictionary<StepKey, CommitMarker> Markers => _markers;

    /// <summary>
    /// Adds an asset. It reads others in the same partition; <c>-x</c> reads the partition before, <c>*x</c> all, <c>!x</c> the last, <c>1x</c>
    /// the same in the first partition only. Its file holds one reading in each line.
    /// </summary>
    internal Project Add(string name, string reads = "", PartitionSet? by = null, string? stage = null, Func<AssetDefinition, AssetDefinition>? with = null)
    {
        var words = reads.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var source = new SourceText($"models/{name}.sql", string.Join('\n', words));
        var dependencies = ImmutableArray.CreateBuilder<AssetDependency>();
        var offset = 0;
        foreach (var word in words)
        {
            dependencies.Add(Read(word) with { Source = source, Span = new SourceSpan(offset, offset + word.Length) });
            offset += word.Length + 1;
        }

        var asset = new AssetDefinition
        {
            Key = new AssetKey(name),
            Name = name,
            Partitions = by,
            Dependencies = dependencies.ToImmutable(),
            Stage = stage,
            Source = source,
            CodeVersion = _ => _code.GetValueOrDefault(name, "1"),
        };
        _assets.Add(with?.Invoke(asset) ?? asset);
        return this;
    }

    internal Project Check(string name, string reads, PartitionSet? by = null, string? stage = null) =>
        Add(name, reads, by, stage, asset => asset with { Kind = AssetKind.Check, Blocking = true });

    internal Project Change(string name)
    {
        _code[name] = _code.GetValueOrDefault(name, "1") + "'";
        return this;
    }

    internal AssetGraph Graph()
    {
        var diagnostics = new DiagnosticBag();
        var graph = AssetGraph.Create(_assets, Workflow, diagnostics);
        diagnostics.ThrowIfErrors();
        return graph;
    }

    internal ImmutableArray<Diagnostic> Diagnostics()
    {
        var diagnostics = new DiagnosticBag();
        AssetGraph.Create(_assets, Workflow, diagnostics);
        return diagnostics.ToSorted();
    }

    internal RunPlan Plan(PlanRequest? request = null) => Planner.Plan(Graph(), request ?? new PlanRequest(), _markers);

    /// <summary>Commits what a plan would run, as if everything went well.</summary>
    internal Project Build(PlanRequest? request = null)
    {
        var graph = Graph();
        foreach (var planned in Planner.Plan(graph, request ?? new PlanRequest(), _markers).Steps.Where(step => step.Kind == AssetKind.Data))
        {
            if (planned.Action != PlanAction.Skip)
            {
                Commit(graph, planned.Step);
            }
        }

        return this;
    }

    internal void Commit(AssetGraph graph, StepKey step)
    {
        var inputs = InputVersion.Of(StepInputs.Of(graph, graph.IndexOf(step), key => _markers.GetValueOrDefault(key)?.Fingerprint));
        var code = graph[step.Asset].CodeVersion(step.Partition);
        _markers[step] = new CommitMarker(
            step, default, 1, code, inputs, $"{step} {code} {inputs}", null, DateTimeOffset.UnixEpoch.AddSeconds(_markers.Count));
    }

    internal void Drop(string step) => _markers.Remove(Step(step));

    internal static StepKey Step(string text)
    {
        var bracket = text.IndexOf('[', StringComparison.Ordinal);
        return bracket < 0
            ? new StepKey(new AssetKey(text), PartitionKey.None)
            : new StepKey(new AssetKey(text[..bracket]), new PartitionKey(text[(bracket + 1)..^1]));
    }

    private static AssetDependency Read(string word) => word[0] switch
    {
        '-' => new AssetDependency(new AssetKey(word[1..]), new PartitionMapping.Lag()),
        '*' => new AssetDependency(new AssetKey(word[1..]), new PartitionMapping.All()),
        '!' => new AssetDependency(new AssetKey(word[1..]), new PartitionMapping.Latest()),
        '1' => new AssetDependency(new AssetKey(word[1..]), new PartitionMapping.FirstOnly()),
        _ => new AssetDependency(new AssetKey(word), new PartitionMapping.Same()),
    };
}
