using Sluice.Assets;
using Sluice.Graph;
using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Engine.Runs;

/// <summary>
/// Why a node of a run is not to be worked on. What it reads may be <em>missing</em>, because a step failed: a stand-in can do without.
/// Or it may be <em>stopped</em>, by a gate, a prerequisite, or a stage before it: then nothing is to run there. The two travel apart, so
/// that neither hides the other.
/// </summary>
internal sealed class Blame
{
    private readonly AssetGraph _graph;
    private readonly StepOrder _order;
    private readonly int[] _missing;
    private readonly int[] _stopped;

    internal Blame(AssetGraph graph, StepOrder order, int nodes)
    {
        (_graph, _order) = (graph, order);
        (_missing, _stopped) = (new int[nodes], new int[nodes]);
        Array.Fill(_missing, -1);
        Array.Fill(_stopped, -1);
    }

    internal bool IsOn(int node) => _missing[node] >= 0 || _stopped[node] >= 0;

    internal bool IsStopped(int node) => _stopped[node] >= 0;

    /// <summary>The step that failed; what stops counts more. -1 for none.</summary>
    internal int Of(int node) => _stopped[node] >= 0 ? _stopped[node] : _missing[node];

    /// <summary>Whether one of the steps is a reason for which the node was not worked on.</summary>
    internal bool IsOnAny(int node, HashSet<int> steps) => steps.Contains(_missing[node]) || steps.Contains(_stopped[node]);

    /// <summary>Notes that a step failed by itself.</summary>
    internal void Fail(int step)
    {
        if (_graph.AssetOf(step).Kind is AssetKind.Gate or AssetKind.Prerequisite)
        {
            _stopped[step] = step;
        }
        else
        {
            _missing[step] = step;
        }
    }

    /// <summary>Whether the step failed by itself.</summary>
    internal bool IsOwn(int step) => Of(step) == step;

    /// <summary>Stops a node for the sake of another's failure.</summary>
    internal void Stop(int node, int failed) => _stopped[node] = failed;

    internal void Clear(int node) => (_missing[node], _stopped[node]) = (-1, -1);

    /// <summary>Tells a node of what is known of one that it waits for.</summary>
    internal void Pass(int node, int follower)
    {
        var isEnd = !_order.IsStep(node) && _order.Stages!.At(node) is { Moment: StageMoment.End };
        if (_stopped[follower] < 0)
        {
            _stopped[follower] = isEnd && _order.Stages!.At(node).Stage.OnFailure.Then != StageEnding.Continue ? Of(node) : _stopped[node];
        }

        if (_missing[follower] < 0 && !isEnd && TellsOfMissing(node, follower))
        {
            _missing[follower] = _missing[node];
        }
    }

    // A stage that goes on asks its gate in spite of a failure; where it is tried again first, its end must learn of each one.
    private bool TellsOfMissing(int node, int follower) =>
        !_order.IsStep(node) || _order.IsStep(follower)
        || _order.Stages!.At(follower).Stage.OnFailure is not { Then: StageEnding.Continue, Retries: 0 };
}
