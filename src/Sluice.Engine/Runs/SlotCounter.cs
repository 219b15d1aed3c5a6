using System.Collections.Immutable;
using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Engine.Runs;

/// <summary>Counts the free slots: of the run, of each pool, and of each stage. Used by the scheduler alone.</summary>
internal sealed class SlotCounter
{
    private readonly Dictionary<string, int> _pools;
    private readonly Dictionary<string, int> _stages = new(StringComparer.Ordinal);

    internal SlotCounter(int threads, ImmutableDictionary<string, int> pools, Workflow? workflow)
    {
        Threads = threads;
        _pools = new Dictionary<string, int>(pools, StringComparer.Ordinal);
        foreach (var stage in workflow?.Stages ?? [])
        {
            if (stage.Parallel is { } parallel)
            {
                _stages[stage.Name] = parallel;
            }
        }
    }

    /// <summary>Free threads.</summary>
    internal int Threads { get; private set; }

    internal bool TryTake(PlannedStep step)
    {
        if (Threads == 0 || Pool(step) is 0 || (step.Stage is { } stage && _stages.TryGetValue(stage, out var free) && free == 0))
        {
            return false;
        }

        Add(step, -1);
        return true;
    }

    internal void Release(PlannedStep step) => Add(step, 1);

    private int? Pool(PlannedStep step)
    {
        if (step.Pool is null)
        {
            return null;
        }

        _pools.TryAdd(step.Pool, 1);
        return _pools[step.Pool];
    }

    private void Add(PlannedStep step, int slots)
    {
        Threads += slots;
        if (step.Pool is { } pool)
        {
            _pools[pool] += slots;
        }

        if (step.Stage is { } stage && _stages.TryGetValue(stage, out var free))
        {
            _stages[stage] = free + slots;
        }
    }
}
