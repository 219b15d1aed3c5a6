using Sluice.Plans;

namespace Sluice.Engine.Runs;

/// <summary>
/// The steps that could start if there were a slot, the earliest of the plan first. Kept apart by pool and stage, so that a full
/// one is passed over without looking at each of its steps.
/// </summary>
internal sealed class ReadySteps(SlotCounter slots)
{
    private readonly Dictionary<(string?, string?), PriorityQueue<ReadyStep, int>> _classes = [];

    internal int Count { get; private set; }

    internal void Add(ReadyStep ready)
    {
        var kind = (ready.Planned.Pool, ready.Planned.Stage);
        if (!_classes.TryGetValue(kind, out var queue))
        {
            _classes.Add(kind, queue = new PriorityQueue<ReadyStep, int>());
        }

        queue.Enqueue(ready, ready.Place);
        Count++;
    }

    /// <summary>Takes the first step for which all slots are free, and takes the slots.</summary>
    internal ReadyStep? Take()
    {
        foreach (var queue in _classes.Values.Where(queue => queue.Count > 0).OrderBy(queue => queue.Peek().Place))
        {
            if (slots.TryTake(queue.Peek().Planned))
            {
                Count--;
                return queue.Dequeue();
            }
        }

        return null;
    }

    /// <summary>Takes all steps, whether there are slots or not.</summary>
    internal IEnumerable<ReadyStep> TakeAll()
    {
        Count = 0;
        var all = _classes.Values.SelectMany(queue => queue.UnorderedItems.Select(item => item.Element)).OrderBy(ready => ready.Place).ToList();
        _classes.Clear();
        return all;
    }
}

/// <summary>A step that waits for nothing but a slot.</summary>
/// <param name="Node">Its number in the graph.</param>
/// <param name="Place">Its place in the plan.</param>
/// <param name="Planned">The step.</param>
/// <param name="InputVersion">The version of what it is about to read.</param>
internal sealed record ReadyStep(int Node, int Place, PlannedStep Planned, string InputVersion);
