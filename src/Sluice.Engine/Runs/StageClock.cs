using Sluice.Assets;
using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Engine.Runs;

/// <summary>How long each stage has been at work in each partition. Used by the loop of the run alone.</summary>
/// <param name="order">The steps and the moments of the stages.</param>
/// <param name="time">The clock.</param>
internal sealed class StageClock(StepOrder order, TimeProvider time)
{
    private readonly Dictionary<int, long> _begins = [];
    private readonly HashSet<int> _over = [];
    private readonly StageOrder? _stages = order.Stages;

    /// <summary>Told of each stage that took longer than is expected of it.</summary>
    internal required Action<Stage, PartitionKey, TimeSpan> Late { get; init; }

    /// <summary>Notes that a moment of a stage has come.</summary>
    internal void Reach(int moment)
    {
        var (stage, kind) = _stages!.At(moment);
        if (kind == StageMoment.Begin)
        {
            // A stage has a beginning in every column, also where nothing of it runs.
            if (order.Next[moment].ToArray().Any(order.IsStep))
            {
                _begins[moment] = time.GetTimestamp();
                _over.Remove(moment);
            }
        }
        else if (kind == StageMoment.End && stage.Sla is { } sla && _begins.TryGetValue(_stages.Other(moment, StageMoment.Begin), out var begin)
            && time.GetElapsedTime(begin) is var elapsed && elapsed > sla)
        {
            Late(stage, _stages.PartitionOf(moment), elapsed);
        }
    }

    /// <summary>Notes that a step was ended because the time of its stage was over: timers count whole milliseconds, and may be before the clock.</summary>
    internal void End(int step)
    {
        if (_stages?.BeginOf(step) is { } begin)
        {
            _over.Add(begin);
        }
    }

    /// <summary>How long a step may still take for its stage's sake; null for no limit.</summary>
    internal TimeSpan? Left(int step) => _stages?.BeginOf(step) is { } begin && _stages.At(begin).Stage.Timeout is { } limit && _begins.TryGetValue(begin, out var start)
        ? _over.Contains(begin) ? TimeSpan.Zero : limit - time.GetElapsedTime(start)
        : null;
}
