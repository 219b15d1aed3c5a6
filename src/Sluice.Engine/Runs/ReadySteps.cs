using Sluice.Plans;

namespace Sluice.Engine.Runs;

/// <summary>
/// The steps that could start if there were a slot, the earliest of the plan first. Kept apart by pool and stage, so that a full
/// one is passed over without looking at each of its steps.
/// </summary>
internal sealed class ReadySteps(SlotCounter slots)
{
    private readonly Dictionary<(string?, string?), PriorityQueue<ReadyStep, int>> _classes = [];

    internal void Add(ReadyStep ready)
    {
        var kind = (ready.Planned.Pool, ready.Planned.Stage);
        if (!_classes.TryGetValue(kind, out var queue))
        {
            _classes.Add(kind, queue = new PriorityQueue<ReadyStep, int>());
        }

        queue.Enqueue(ready, ready.Place);
    }

    /// <summary>Takes the first step for which all slots are free, and takes the slots.</summary>
    internal ReadyStep? Take()
    {
        foreach (var queue in _classes.Values.Where(queue => queue.Count > 0).OrderBy(queue => queue.Peek().Place))
        {
            if (slots.TryTake(queue.Peek().Planned))
            {
                return queue.Dequeue();
            }
        }

        return null;
    }
}

/// <summary>A step that waits for nothing but a slot.</summary>
/// <param name="Node">Its number in the graph.</param>
/// <param name="Place">Its place in the plan.</param>
/// <param name="Planned">The step.</param>
/// <param name="InputVersion">The version of what it is about to read.</param>
/// <param name="Blocked">Why the asset's own body cannot run, so that only its fallbacks are left; null where it can.</param>
internal sealed record ReadyStep(int Node, int Place, PlannedStep Planned, string InputVersion, string? Blocked = null);
