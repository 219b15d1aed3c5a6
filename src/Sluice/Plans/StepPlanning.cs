using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Graph;
using Sluice.Runs;

namespace Sluice.Plans;

/// <summary>Decides step by step, in the order of the run, what happens and why.</summary>
internal sealed class StepPlanning(
    StepOrder order, PlanRequest request, IReadOnlyDictionary<StepKey, CommitMarker> markers, RunHistory? history)
{
    private static readonly PlanReason AlreadyDone = new(PlanReasonKind.AlreadyDone, "already done in this run");
    private readonly AssetGraph _graph = order.Graph;
    private readonly PlannedStep?[] _steps = new PlannedStep?[order.Graph.StepCount];
    private int _readsOf = -1;
    private int[] _reads = [];

    internal ImmutableArray<PlannedStep> PlanSteps(StepSelection selection)
    {
        var gates = order.Gates.ToLookup(gate => gate.Step, gate => gate.Check);
        var steps = ImmutableArray.CreateBuilder<PlannedStep>();
        var inGraph = order.Order.Where(node => order.IsStep(node) && order.Planned[node]).ToList();
        foreach (var node in inGraph)
        {
            _steps[node] = Decide(node, [.. gates[node].Select(_graph.KeyOf)]);
        }

        steps.AddRange(selection.AtStart.Select(step => Describe(step, Hook)));
        steps.AddRange(inGraph.Select(node => _steps[node]!.Kind == AssetKind.Prerequisite ? Ask(node, _steps[node]!) : _steps[node]!));

        steps.AddRange(selection.AtEnd.Select(step => Describe(step, Hook)));
        return steps.ToImmutable();
    }

    private static (PlanAction, PlanReason) Hook(int step, string code, CommitMarker? marker) =>
        (PlanAction.Run, new PlanReason(PlanReasonKind.Hook, "hook"));

    // Whether a stage may begin is asked where something of it runs.
    private PlannedStep Ask(int prerequisite, PlannedStep planned) =>
        order.Next[prerequisite].ToArray().Where(node => !order.IsStep(node)).SelectMany(begin => order.Next[begin].ToArray())
            .Any(step => order.IsStep(step) && _steps[step] is { Action: not PlanAction.Skip })
            ? planned
            : planned with { Action = PlanAction.Skip, Reason = new PlanReason(PlanReasonKind.Unchanged, "nothing of its stage is to run") };

    private PlannedStep Decide(int step, ImmutableArray<StepKey> gates) => Describe(step, Choose) with
    {
        Gates = gates,
        Dependencies = [.. Reads(step).Where(read => order.Planned[read]).Select(_graph.KeyOf)],
        StaleInputs = [.. Reads(step).Where(IsStale).Select(_graph.KeyOf)],
    };

    private bool IsStale(int read) => !order.Planned[read] && _graph.AssetOf(read) is { Kind: AssetKind.Data } asset
        && markers.TryGetValue(_graph.KeyOf(read), out var marker) && marker.ForkedFrom is null && marker.CodeVersion != asset.CodeVersion(_graph.PartitionOf(read));

    private PlannedStep Describe(int step, Func<int, string, CommitMarker?, (PlanAction, PlanReason)> choose)
    {
        var asset = _graph.AssetOf(step);
        var key = _graph.KeyOf(step);
        var code = asset.CodeVersion(key.Partition);
        var marker = markers.GetValueOrDefault(key);
        var (action, reason) = choose(step, code, marker);
        return new PlannedStep
        {
            Step = key,
            Name = asset.Name,
            Kind = asset.Kind,
            Materialized = asset.Materialized,
            Action = action,
            Reason = reason,
            CodeVersion = code,
            Fingerprint = marker?.Fingerprint,
            Stage = asset.Stage,
            Pool = asset.Pool,
        };
    }

    private (PlanAction, PlanReason) Choose(int step, string code, CommitMarker? marker)
    {
        if (request.RequireInputs && Reads(step).Where(IsMissing).ToList() is { Count: > 0 } missing)
        {
            return (PlanAction.Skip, MissingInputs.Reason(order, request, _steps, step, missing));
        }

        var asset = _graph.AssetOf(step);
        return asset.Kind switch
        {
            AssetKind.Check when !HeldBefore(step, code) => (PlanAction.Run, new PlanReason(PlanReasonKind.Check, "check")),
            AssetKind.Hook when !HeldBefore(step, code) => Hook(step, code, marker),
            AssetKind.Check or AssetKind.Hook => (PlanAction.Skip, AlreadyDone),
            AssetKind.Prerequisite => (PlanAction.Run, new PlanReason(PlanReasonKind.Check, "prerequisites")),
            _ => ChooseForData(step, asset, code, marker),
        };
    }

    // A check or hook leaves no marker: what it saw is in the record of its end.
    private bool HeldBefore(int step, string code) => history?.Done.TryGetValue(_graph.KeyOf(step), out var done) == true
        && done.CodeVersion == code && FindRebuilt(step) is null && InputVersion.Of(Inputs(step)) == done.InputVersion;

    private (PlanAction, PlanReason) ChooseForData(int step, AssetDefinition asset, string code, CommitMarker? marker)
    {
        if (marker is null)
        {
            return Run(PlanReasonKind.NeverBuilt, "never built");
        }

        if (marker.ForkedFrom is { } origin && request is { FullRefresh: false, Force: false })
        {
            return (PlanAction.Skip, new PlanReason(PlanReasonKind.Forked, $"forked from {origin}"));
        }

        if (history is not null && marker.Run == history.Run)
        {
            return marker.CodeVersion == code
                ? ChooseByInputs(step, marker, AlreadyDone)
                : Run(PlanReasonKind.CodeChanged, "code changed since this run built it");
        }

        if (request.FullRefresh)
        {
            return Run(PlanReasonKind.FullRefresh, "full refresh");
        }

        if (marker.CodeVersion != code)
        {
            return Run(PlanReasonKind.CodeChanged, "code changed");
        }

        if (marker.Degraded is { } fallback)
        {
            return Run(PlanReasonKind.Degraded, $"degraded: its fallback {fallback} built it");
        }

        if (request.Force)
        {
            return Run(PlanReasonKind.Forced, "forced");
        }

        if (asset.AlwaysRuns)
        {
            return Run(PlanReasonKind.AlwaysRuns, "reads what cannot be tracked");
        }

        return request.SkipUnchanged
            ? ChooseByInputs(step, marker, new PlanReason(PlanReasonKind.Unchanged, "unchanged"))
            : Run(PlanReasonKind.Selected, "selected");
    }

    private (PlanAction, PlanReason) ChooseByInputs(int step, CommitMarker marker, PlanReason unchanged)
    {
        if (marker.HooksPending)
        {
            return Run(PlanReasonKind.HooksPending, "a hook after its commit did not finish");
        }

        if (FindRebuilt(step) is { } rebuilt)
        {
            return (PlanAction.RunIfChanged, new PlanReason(PlanReasonKind.InputRebuilt, $"input {Title(rebuilt)} is rebuilt"));
        }

        return InputVersion.Of(Inputs(step)) == marker.InputVersion
            ? (PlanAction.Skip, unchanged)
            : Run(PlanReasonKind.InputChanged, FindNewer(step, marker) is { } newer ? $"input {Title(newer)} changed" : "inputs changed");
    }

    private int? FindRebuilt(int step)
    {
        foreach (var read in Reads(step))
        {
            if (_steps[read] is { Kind: AssetKind.Data, Action: not PlanAction.Skip })
            {
                return read;
            }
        }

        return null;
    }

    private bool IsMissing(int read) => _graph.AssetOf(read).Kind == AssetKind.Data
        && _steps[read] is not { Reason.Kind: not (PlanReasonKind.MissingInput or PlanReasonKind.Waits) }
        && !markers.ContainsKey(_graph.KeyOf(read));

    // The marker keeps only a hash of what was read; what was committed after it is what has changed.
    private int? FindNewer(int step, CommitMarker marker)
    {
        foreach (var read in Reads(step))
        {
            if (markers.TryGetValue(_graph.KeyOf(read), out var input) && input.CommittedAt > marker.CommittedAt)
            {
                return read;
            }
        }

        return null;
    }

    private IEnumerable<KeyValuePair<StepKey, string>> Inputs(int step) => StepInputs.Of(_graph, step, key => markers.GetValueOrDefault(key)?.Fingerprint);

    // The last answer is kept: a step is asked several questions in a row.
    private int[] Reads(int step)
    {
        if (_readsOf != step)
        {
            (_readsOf, _reads) = (step, StepInputs.Reads(_graph, step));
        }

        return _reads;
    }

    private string Title(int step) => GraphErrors.StepName(_graph.AssetOf(step), _graph.PartitionOf(step));

    private static (PlanAction, PlanReason) Run(PlanReasonKind kind, string text) => (PlanAction.Run, new PlanReason(kind, text));
}
