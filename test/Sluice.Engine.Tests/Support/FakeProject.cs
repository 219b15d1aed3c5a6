using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Diagnostics;
using Sluice.Engine.Runs;
using Sluice.Engine.State;
using Sluice.Graph;
using Sluice.Partitions;
using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Engine.Tests.Support;

/// <summary>A project of fake assets whose bodies note that they ran, and commit.</summary>
internal sealed class FakeProject
{
    private readonly Lock _gate = new();
    private readonly List<AssetDefinition> _assets = [];
    private readonly Dictionary<string, string> _code = new(StringComparer.Ordinal);
    private readonly List<string> _ran = [];

    internal static PartitionSet Years { get; } = PartitionSet.Range("year", 2025, 2027);

    internal MemoryCommits Commits { get; } = new();

    internal IEventLog Log { get; init; } = new InMemoryEventLog();

    /// <summary>What the log in memory holds.</summary>
    internal ImmutableArray<RunEvent> Events => ((InMemoryEventLog)Log).Events;

    internal TimeProvider Time { get; init; } = TimeProvider.System;

    internal Workflow? Workflow { get; set; }

    /// <summary>The attempts made until now, in the order in which they began.</summary>
    internal ImmutableArray<string> Ran
    {
        get
        {
            lock (_gate)
            {
                return [.. _ran];
            }
        }
    }

    /// <summary>Adds an asset that reads others in the same partition; <c>-x</c> reads the partition before, <c>*x</c> all.</summary>
    internal FakeProject Add(string name, string reads = "", Func<AssetDefinition, AssetDefinition>? with = null, bool years = false)
    {
        _code.TryAdd(name, "1");
        var asset = new AssetDefinition
        {
            Key = new AssetKey(name),
            Name = name,
            Partitions = years ? Years : null,
            Dependencies = [.. reads.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Read)],
            CodeVersion = _ => _code[name],
            Body = (context, _) => Task.FromResult(Commits.Commit(context, $"{name} {context.CodeVersion} {context.InputVersion}")),
            Retry = new RetryPolicy { MaxAttempts = 1 },
        };
        asset = with?.Invoke(asset) ?? asset;
        _assets.RemoveAll(other => other.Key == asset.Key);
        _assets.Add(asset with { Body = asset.Body is { } body ? Noting(body) : null });
        return this;
    }

    internal FakeProject Check(string name, string reads, StepStatus status, bool blocking = true) => Add(name, reads, asset => asset with
    {
        Kind = AssetKind.Check,
        Blocking = blocking,
        Body = (_, _) => Task.FromResult(new StepResult(status, 0)),
    });

    /// <summary>Adds the gate of a stage; it commits where it lets pass.</summary>
    internal FakeProject Gate(string stage, Func<StepContext, StepStatus> decide, string reads = "", bool years = true) => Add($"gate.{stage}", reads, asset => asset with
    {
        Kind = AssetKind.Gate,
        Name = $"gate {stage}",
        Stage = stage,
        Body = (context, _) => Task.FromResult(decide(context) is var status and (StepStatus.Succeeded or StepStatus.Warned)
            ? Commits.Commit(context, "gate") with { Status = status }
            : new StepResult(StepStatus.Failed)),
    }, years);

    internal FakeProject Prerequisite(string stage, Func<StepContext, StepStatus> decide) => Add($"prerequisites.{stage}", "", asset => asset with
    {
        Kind = AssetKind.Prerequisite,
        Name = $"prerequisites of {stage}",
        Stage = stage,
        Body = (context, _) => Task.FromResult(new StepResult(decide(context))),
    }, years: true);

    internal FakeProject Change(string name, string code)
    {
        _code[name] = code;
        return this;
    }

    internal AssetGraph Graph()
    {
        var diagnostics = new DiagnosticBag();
        var graph = AssetGraph.Create(_assets, Workflow, diagnostics);
        diagnostics.ThrowIfErrors();
        return graph;
    }

    internal Task<RunPlan> PlanAsync(PlanRequest? request = null) => Planner.PlanAsync(Graph(), request ?? new PlanRequest(), Commits);

    internal async Task<RunResult> RunAsync(PlanRequest? request = null, RunOptions? options = null, CancellationToken cancellationToken = default)
    {
        var graph = Graph();
        var plan = await Planner.PlanAsync(graph, request ?? new PlanRequest(), Commits, CancellationToken.None);
        return await Engine.RunAsync(graph, plan, options, cancellationToken);
    }

    internal RunEngine Engine => new(Log, Commits, Time);

    internal void Forget()
    {
        lock (_gate)
        {
            _ran.Clear();
        }
    }

    private static AssetDependency Read(string text) => text[0] switch
    {
        '-' => new AssetDependency(new AssetKey(text[1..]), new PartitionMapping.Lag()),
        '*' => new AssetDependency(new AssetKey(text[1..]), new PartitionMapping.All()),
        _ => new AssetDependency(new AssetKey(text), new PartitionMapping.Same()),
    };

    private Func<StepContext, CancellationToken, Task<StepResult>> Noting(Func<StepContext, CancellationToken, Task<StepResult>> body) => (context, cancel) =>
    {
        lock (_gate)
        {
            _ran.Add(context.Step.ToString());
        }

        return body(context, cancel);
    };
}
