using Sluice.Assets;
using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Engine.Runs;

/// <summary>How long each stage has been at work in each partition. Used by the loop of the run alone.</summary>
/// <param name="stages">The moments of the stages; null where there are none.</param>
/// <param name="time">The clock.</param>
internal sealed class StageClock(StageOrder? stages, TimeProvider time)
{
    private readonly Dictionary<int, long> _begins = [];

    /// <summary>Told of each stage that took longer than is expected of it.</summary>
    internal required Action<Stage, PartitionKey, TimeSpan> Late { get; init; }

    /// <summary>Notes that a moment of a stage has come.</summary>
    internal void Reach(int moment)
    {
        var (stage, kind) = stages!.At(moment);
        if (kind == StageMoment.Begin)
        {
            _begins[moment] = time.GetTimestamp();
        }
        else if (kind == StageMoment.End && stage.Sla is { } sla && _begins.TryGetValue(stages.Other(moment, StageMoment.Begin), out var begin)
            && time.GetElapsedTime(begin) is var elapsed && elapsed > sla)
        {
            Late(stage, stages.PartitionOf(moment), elapsed);
        }
    }

    /// <summary>How long a step may still take for its stage's sake; null for no limit.</summary>
    internal TimeSpan? Left(int step) => stages?.BeginOf(step) is { } begin && stages.At(begin).Stage.Timeout is { } limit && _begins.TryGetValue(begin, out var start)
        ? limit - time.GetElapsedTime(start)
        : null;
}
