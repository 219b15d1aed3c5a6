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

            if (!_blame.IsOn(node))
            {
                _blame.Stop(node, _blame.Of(failed.End));
                BlameFollowers(node);
            }
        }

        Settle(failed.End);
        Advance();
    }

    // The end of a stage has come, and something failed in it or before it.
    private void Fail(int end)
    {
        if (_waiting[end] > 0)
        {
            // Another stage was opened again in between, and with it what this one waits for: it comes once more.
            return;
        }

        var (stage, _) = _order.Stages!.At(end);
        var retries = _retries.GetValueOrDefault(end);
        if (OwnFailure(end) is not { } failed)
        {
            // A stage that was kept from beginning has nothing to try again, and nothing to put back.
            Settle(end);
        }
        else if (retries < stage.OnFailure.Retries)
        {
            _retries[end] = retries + 1;
            var nodes = ToReopen(end, stage);
            Reopen(nodes);
            Reopened(
                stage, _order.Stages.PartitionOf(end), retries + 1,
                [.. nodes.Where(_order.IsStep).OrderBy(node => _places[node]).Select(_graph.KeyOf)]);
            foreach (var node in nodes.Where(node => _waiting[node] == 0).ToList())
            {
                Arrive(node);
            }
        }
        else if (stage.OnFailure.Then == StageEnding.Rollback)
        {
            var steps = Members(end).Where(node => _graph.AssetOf(node).Kind == AssetKind.Data).Select(_graph.KeyOf);
            ToRollBack.Enqueue(new FailedStage(end, stage, _order.Stages.PartitionOf(end), [.. steps], Planned(failed).Title));
        }
        else
        {
            Settle(end);
        }
    }

    // What failed in the stage, its gate, what is to be built again, and all that was skipped for their sake, wherever it belongs.
    private HashSet<int> ToReopen(int end, Stage stage)
    {
        var members = Members(end).ToHashSet();
        var rebuild = members.Where(node => stage.OnFailure.Rebuild.Contains(_graph.AssetOf(node).Key)).ToHashSet();
        foreach (var node in _order.Order.Where(node => rebuild.Contains(node)))
        {
            rebuild.UnionWith(_order.Next[node].ToArray().Where(members.Contains));
        }

        _forced.UnionWith(rebuild);
        var nodes = members.Where(_blame.IsOn).Concat(rebuild).Concat(Gates(end)).ToHashSet();
        for (var before = 0; before < nodes.Count;)
        {
            before = nodes.Count;
            nodes.UnionWith(Enumerable.Range(0, _isDone.Length).Where(node => _isDone[node] && _blame.IsOnAny(node, nodes)).ToList());
            nodes.UnionWith(nodes.SelectMany(MomentsBehind).ToList());
        }

        return nodes;
    }

    // The stage of a step that is opened again asks its gate again, also where it has ended.
    private IEnumerable<int> MomentsBehind(int node)
    {
        if (!_order.IsStep(node) || _graph.AssetOf(node).Kind is AssetKind.Gate or AssetKind.Prerequisite || _order.Stages!.BeginOf(node) is not { } begin)
        {
            return [];
        }

        var end = _order.Stages.Other(begin, StageMoment.End);
        return Gates(end).Append(_order.Stages.Other(begin, StageMoment.Work)).Append(end).Where(moment => _isDone[moment]);
    }

    private void Reopen(HashSet<int> nodes)
    {
        foreach (var node in nodes)
        {
            _blame.Clear(node);
            _isDone[node] = false;
            if (_order.IsStep(node))
            {
                _statuses[node] = null;
            }
        }

        CountWaiting();
        ForgetBlame();
    }

    // What is open, and what is at work upon what is built again, waits for it as well.
    private void CountWaiting()
    {
        Array.Clear(_waiting);
        for (var node = 0; node < _isDone.Length; node++)
        {
            if (!_isDone[node])
            {
                foreach (var follower in _order.Next[node])
                {
                    _waiting[follower]++;
                }
            }
        }
    }

    // Who waits was told of a failure that is to be tried again; other failures still count.
    private void ForgetBlame()
    {
        for (var node = 0; node < _isDone.Length; node++)
        {
            if (!_isDone[node])
            {
                _blame.Clear(node);
            }
        }

        for (var node = 0; node < _isDone.Length; node++)
        {
            if (_isDone[node] && _blame.IsOn(node))
            {
                BlameFollowers(node);
            }
        }
    }

    private void BlameFollowers(int node)
    {
        foreach (var follower in _order.Next[node].ToArray().Where(follower => !_isDone[follower]))
        {
            _blame.Pass(node, follower);
        }
    }

    private int? OwnFailure(int end) => Members(end).Where(_blame.IsOwn).Select(node => (int?)node).FirstOrDefault();

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
