using Sluice.Assets;
using Sluice.Graph;
using Sluice.Partitions;
using Sluice.Runs;

namespace Sluice.Plans;

/// <summary>The moments of a stage in one partition, in their order.</summary>
internal enum StageMoment
{
    /// <summary>Its prerequisites hold: its steps may run.</summary>
    Begin,

    /// <summary>Its steps have ended: its gate decides.</summary>
    Work,

    /// <summary>Its gate has decided: the stages that depend on it may begin.</summary>
    End,
}

/// <summary>
/// The order that stages add to what steps read. In each partition a stage begins when those that it depends on have ended there. Assets
/// without partitions that read nothing partitioned come before every later stage. A stage of nothing but assets that look at all
/// partitions begins when the stages before it have ended in every partition; for other assets of that kind the graph alone decides.
/// What reads a stage from another partition waits for the end of a stage that has a gate, or that a failure stops.
/// </summary>
/// <remarks>
/// The moments are nodes that stand for nothing but order. There is a column of them for each partition of the workflow; before these one
/// for the assets without partitions, behind them one for the stages that look at all partitions.
/// </remarks>
internal sealed class StageOrder
{
    private const int Moments = 3;
    private readonly AssetGraph _graph;
    private readonly Workflow _workflow;
    private readonly bool[] _planned;
    private readonly int[] _stageOf;
    private readonly bool[] _touchesPartitions;
    private readonly bool[] _isClosing;
    private readonly bool[] _holds;
    private readonly Dictionary<PartitionKey, int> _columns = [];
    private readonly int[][] _dependsOn;

    private StageOrder(AssetGraph graph, Workflow workflow, bool[] planned)
    {
        (_graph, _workflow, _planned) = (graph, workflow, planned);
        _stageOf = StageNumbers(graph);
        _touchesPartitions = FindPartitioned(graph);
        _dependsOn = [.. workflow.Stages.Select(DependenciesOf)];
        for (var step = 0; step < graph.StepCount; step++)
        {
            if (planned[step] && Stage(step) >= 0 && IsColumn(graph.AssetOf(step).Partitions))
            {
                _columns.TryAdd(graph.PartitionOf(step), _columns.Count + 1);
            }
        }

        var gated = graph.Assets.Where(asset => asset.Kind == AssetKind.Gate).Select(asset => asset.Stage).ToHashSet();
        _holds = [.. workflow.Stages.Select(stage => stage.OnFailure.Then != StageEnding.Continue || gated.Contains(stage.Name))];
        _isClosing = [.. Enumerable.Range(0, workflow.Stages.Length).Select(IsClosing)];
    }

    /// <summary>How many nodes the moments are; their numbers follow those of the steps.</summary>
    internal int NodeCount => (_columns.Count + 2) * _workflow.Stages.Length * Moments;

    private int Last => _columns.Count + 1;

    /// <summary>The order of the stages of a graph, with the edges that it adds; null where no workflow orders it.</summary>
    internal static StageOrder? Create(AssetGraph graph, bool[] planned, List<(int From, int To)> edges)
    {
        if (graph.Workflow is not { Stages.Length: > 0 } workflow)
        {
            return null;
        }

        var order = new StageOrder(graph, workflow, planned);
        order.AddSteps(edges);
        order.AddMoments(edges);
        return order;
    }

    /// <summary>The number of each asset's stage; -1 for none.</summary>
    internal static int[] StageNumbers(AssetGraph graph)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var stage in graph.Workflow?.Stages ?? [])
        {
            numbers.TryAdd(stage.Name, numbers.Count);
        }

        return [.. graph.Assets.Select(asset => asset.Stage is { } stage && numbers.TryGetValue(stage, out var number) ? number : -1)];
    }

    /// <summary>The stage and moment that a node stands for.</summary>
    internal (Stage Stage, StageMoment Moment) At(int node)
    {
        var number = node - _graph.StepCount;
        return (_workflow.Stages[number / Moments % _workflow.Stages.Length], (StageMoment)(number % Moments));
    }

    /// <summary>The partition that a node's column is; none for the columns of assets without.</summary>
    internal PartitionKey PartitionOf(int node)
    {
        var column = (node - _graph.StepCount) / Moments / _workflow.Stages.Length;
        return _columns.FirstOrDefault(pair => pair.Value == column).Key;
    }

    /// <summary>The beginning of the stage that a step belongs to; null where no stage's time counts for it.</summary>
    internal int? BeginOf(int step) =>
        Stage(step) is >= 0 and var stage && ColumnOf(step, stage) is { } column ? Node(stage, column, StageMoment.Begin) : null;

    /// <summary>The node of another moment of the same stage and partition.</summary>
    internal int Other(int node, StageMoment moment) => node - ((node - _graph.StepCount) % Moments) + (int)moment;

    private int Node(int stage, int column, StageMoment moment) =>
        _graph.StepCount + (((column * _workflow.Stages.Length) + stage) * Moments) + (int)moment;

    private int Stage(int step) => _stageOf[_graph.AssetIndexOf(step)];

    private void AddSteps(List<(int From, int To)> edges)
    {
        for (var step = 0; step < _graph.StepCount; step++)
        {
            var stage = Stage(step);
            if (!_planned[step] || stage < 0 || ColumnOf(step, stage) is not { } column)
            {
                continue;
            }

            switch (_graph.AssetOf(step).Kind)
            {
                case AssetKind.Prerequisite:
                    edges.AddRange(Before(stage, column).Select(node => (node, step)));
                    edges.Add((step, Node(stage, column, StageMoment.Begin)));
                    break;
                case AssetKind.Gate:
                    edges.Add((Node(stage, column, StageMoment.Work), step));
                    edges.Add((step, Node(stage, column, StageMoment.End)));
                    break;
                default:
                    edges.Add((Node(stage, column, StageMoment.Begin), step));
                    edges.Add((step, Node(stage, column, StageMoment.Work)));
                    if (_holds[stage])
                    {
                        edges.AddRange(ReadersElsewhere(step).Select(reader => (Node(stage, column, StageMoment.End), reader)));
                    }

                    break;
            }
        }
    }

    // What a gate may refuse, or a failure take back, is not built upon before: by the next partition, or by what looks at all of them.
    private List<int> ReadersElsewhere(int step)
    {
        var readers = new List<int>();
        foreach (var reader in _graph.DownstreamEdges[step])
        {
            if (_planned[reader] && _graph.AssetOf(reader).Kind is AssetKind.Data or AssetKind.Hook && _graph.PartitionOf(reader) != _graph.PartitionOf(step))
            {
                readers.Add(reader);
            }
        }

        return readers;
    }

    private void AddMoments(List<(int From, int To)> edges)
    {
        for (var stage = 0; stage < _workflow.Stages.Length; stage++)
        {
            for (var column = 0; column <= Last; column++)
            {
                edges.AddRange(Before(stage, column).Select(node => (node, Node(stage, column, StageMoment.Begin))));
                edges.Add((Node(stage, column, StageMoment.Begin), Node(stage, column, StageMoment.Work)));
                edges.Add((Node(stage, column, StageMoment.Work), Node(stage, column, StageMoment.End)));
                if (column > 0 && column < Last)
                {
                    edges.Add((Node(stage, 0, StageMoment.End), Node(stage, column, StageMoment.End)));
                }
            }
        }
    }

    /// <summary>What must have come before a stage begins in a column.</summary>
    private IEnumerable<int> Before(int stage, int column)
    {
        foreach (var earlier in _dependsOn[stage])
        {
            yield return Node(earlier, column, StageMoment.End);
            for (var other = 0; column == Last && _isClosing[stage] && other < Last; other++)
            {
                yield return Node(earlier, other, StageMoment.End);
            }
        }

        if (_workflow.Stages[stage].AfterPrevious && PreviousColumn(column) is { } previous)
        {
            for (var earlier = 0; earlier < _workflow.Stages.Length; earlier++)
            {
                yield return Node(earlier, previous, StageMoment.End);
            }
        }
    }

    private int? PreviousColumn(int column)
    {
        var key = _columns.FirstOrDefault(pair => pair.Value == column).Key;
        var set = _graph.Assets.Select(asset => asset.Partitions).FirstOrDefault(IsColumn);
        return set is not null && !key.IsNone && _columns.TryGetValue(set.Back(key, 1), out var previous) ? previous : null;
    }

    private int? ColumnOf(int step, int stage)
    {
        var asset = _graph.AssetOf(step);
        return asset.Partitions is not null ? IsColumn(asset.Partitions) ? _columns[_graph.PartitionOf(step)] : null
            : asset.Kind == AssetKind.Prerequisite ? _isClosing[stage] ? Last : 0
            : !_touchesPartitions[step] ? 0
            : _isClosing[stage] ? Last : null;
    }

    private int[] DependenciesOf(Stage stage, int number) => stage.DependsOn is { } named
        ? [.. named.Select(name => _workflow.Stages.Select(other => other.Name).ToList().IndexOf(name)).Where(other => other >= 0)]
        : number > 0 ? [number - 1] : [];

    private bool IsClosing(int stage)
    {
        var any = false;
        for (var step = 0; step < _graph.StepCount; step++)
        {
            if (Stage(step) == stage && _graph.AssetOf(step).Kind == AssetKind.Data)
            {
                any = true;
                if (_graph.AssetOf(step).Partitions is not null || !_touchesPartitions[step])
                {
                    return false;
                }
            }
        }

        return any;
    }

    private bool IsColumn(PartitionSet? partitions) => partitions is not null && partitions.Name == _workflow.ForEach;

    private static bool[] FindPartitioned(AssetGraph graph)
    {
        var touches = new bool[graph.StepCount];
        foreach (var step in graph.Topological)
        {
            touches[step] = graph.AssetOf(step).Partitions is not null;
            foreach (var upstream in graph.UpstreamEdges[step])
            {
                touches[step] |= touches[upstream];
            }
        }

        return touches;
    }
}
