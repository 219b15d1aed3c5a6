using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Engine.Runs;

/// <summary>What follows where a stage fails in a partition: its steps are opened again, or it is left to be put back.</summary>
internal sealed partial class StepBoard
{
    private readonly HashSet<int> _forced = [];
    private readonly Dictionary<int, int> _retries = [];
    private readonly Queue<int> _failedEnds = new();

    /// <summary>Told of the steps of a stage that are run again.</summary>
    internal required Action<Stage, PartitionKey, int, ImmutableArray<StepKey>> Reopened { get; init; }

    /// <summary>Takes a stage that has failed for good and whose data is to be put back; <see cref="Release"/> ends it.</summary>
    internal Queue<FailedStage> ToRollBack { get; } = new();

    /// <summary>Goes on behind a stage whose data was put back, or could not be: all that it built is void.</summary>
    /// <param name="failed">The stage.</param>
    /// <param name="markers">The markers that count now; null where nothing was put back.</param>
    internal void Release(FailedStage failed, IReadOnlyDictionary<StepKey, CommitMarker>? markers)
    {
        foreach (var node in Members(failed.End))
        {
            if (markers is not null && _graph.AssetOf(node).Kind == AssetKind.Data)
            {
                var key = _graph.KeyOf(node);
                if (markers.TryGetValue(key, out var marker))
                {
                    _markers[key] = marker;
                }
                else
                {
                    _markers.Remove(key);
                }
            }

            if (_blame[node] < 0)
            {
                _blame[node] = _blame[failed.End];
                BlameFollowers(node);
            }
        }

        Settle(failed.End);
        Advance();
    }

    // The end of a stage has come, and something failed in it.
    private void Fail(int end)
    {
        var (stage, _) = _order.Stages!.At(end);
        var retries = _retries.GetValueOrDefault(end);
        if (retries < stage.OnFailure.Retries && ToReopen(end, stage) is { Count: > 0 } nodes)
        {
            _retries[end] = retries + 1;
            Reopen(end, nodes);
            Reopened(stage, _order.Stages.PartitionOf(end), retries + 1, [.. nodes.OrderBy(node => _places[node]).Select(_graph.KeyOf)]);
            ArriveAgain(end, nodes);
        }
        else if (stage.OnFailure.Then == StageEnding.Rollback && IsOwnFailure(end))
        {
            var steps = Members(end).Where(node => _graph.AssetOf(node).Kind == AssetKind.Data).Select(_graph.KeyOf);
            ToRollBack.Enqueue(new FailedStage(end, stage, _order.Stages.PartitionOf(end), [.. steps], Planned(_blame[end]).Title));
        }
        else
        {
            Settle(end);
        }
    }

    // What failed in the stage and what was skipped for it, its gate, and what is to be built again. Nothing where the failure lies before it.
    private HashSet<int> ToReopen(int end, Stage stage)
    {
        if (!IsOwnFailure(end))
        {
            return [];
        }

        var members = Members(end).ToHashSet();
        var nodes = members.Where(node => _blame[node] >= 0).ToHashSet();
        var rebuild = members.Where(node => stage.OnFailure.Rebuild.Contains(_graph.AssetOf(node).Key)).ToHashSet();
        foreach (var node in _order.Order.Where(node => rebuild.Contains(node)))
        {
            rebuild.UnionWith(_order.Next[node].ToArray().Where(members.Contains));
        }

        _forced.UnionWith(rebuild);
        nodes.UnionWith(rebuild);
        nodes.UnionWith(Gates(end));
        // A test of a failed model belongs to no stage: it was skipped for it all the same.
        for (var node = 0; node < _graph.StepCount; node++)
        {
            if (_isDone[node] && _blame[node] >= 0 && nodes.Contains(_blame[node]))
            {
                nodes.Add(node);
            }
        }

        return nodes;
    }

    private void Reopen(int end, HashSet<int> nodes)
    {
        var work = _order.Stages!.Other(end, StageMoment.Work);
        HashSet<int> open = nodes.Overlaps(Members(end).Where(node => _graph.AssetOf(node).Kind != AssetKind.Gate)) ? [.. nodes, work] : nodes;
        foreach (var node in open)
        {
            (_isDone[node], _blame[node], _waiting[node]) = (false, -1, 0);
            if (_order.IsStep(node))
            {
                _statuses[node] = null;
            }
        }

        foreach (var follower in open.SelectMany(node => _order.Next[node].ToArray()).Where(follower => !_isDone[follower]))
        {
            _waiting[follower]++;
        }

        ForgetBlame();
    }

    private void ArriveAgain(int end, HashSet<int> nodes)
    {
        var work = _order.Stages!.Other(end, StageMoment.Work);
        foreach (var node in nodes.Append(work).Where(node => !_isDone[node] && _waiting[node] == 0).ToList())
        {
            Arrive(node);
        }
    }

    // Who waits was told of a failure that is to be tried again; other failures still count.
    private void ForgetBlame()
    {
        for (var node = 0; node < _blame.Length; node++)
        {
            if (!_isDone[node])
            {
                _blame[node] = -1;
            }
        }

        for (var node = 0; node < _blame.Length; node++)
        {
            if (_isDone[node] && _blame[node] >= 0)
            {
                BlameFollowers(node);
            }
        }
    }

    private void BlameFollowers(int node)
    {
        foreach (var follower in _order.Next[node])
        {
            if (!_isDone[follower] && _blame[follower] < 0 && PassesBlame(node, follower))
            {
                _blame[follower] = _blame[node];
            }
        }
    }

    // A stage that was kept from beginning has nothing to try again, and nothing to put back.
    private bool IsOwnFailure(int end) => Members(end).Any(node => node == _blame[end] && _graph.AssetOf(node).Kind != AssetKind.Prerequisite);

    private IEnumerable<int> Members(int end) =>
        _order.Next[_order.Stages!.Other(end, StageMoment.Begin)].ToArray().Where(_order.IsStep).Concat(Gates(end)).Distinct();

    private IEnumerable<int> Gates(int end) => _order.Next[_order.Stages!.Other(end, StageMoment.Work)].ToArray().Where(_order.IsStep);

    private bool IsEnd(int node) => !_order.IsStep(node) && _order.Stages!.At(node).Moment == StageMoment.End;
}

/// <summary>A stage that has failed for good in a partition.</summary>
/// <param name="End">Its end among the nodes.</param>
/// <param name="Stage">The stage.</param>
/// <param name="Partition">The partition; none for a stage without.</param>
/// <param name="Steps">Its steps that write data.</param>
/// <param name="Blame">The step that failed.</param>
internal sealed record FailedStage(int End, Stage Stage, PartitionKey Partition, ImmutableArray<StepKey> Steps, string Blame);
