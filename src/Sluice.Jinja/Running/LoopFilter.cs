using Sluice.Jinja.Compiling;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Running;

/// <summary>The condition behind the iterable: asked for each element before the loop sees it.</summary>
internal sealed class LoopFilter(Assigner assign, Func<Frame, bool> holds, ScopeEntry entry)
{
    internal IEnumerable<object?> Apply(Frame frame, object? value) =>
        value is JinjaList list ? ApplyToList(frame, list) : ApplyToAll(frame, Iteration.Over(value));

    private IEnumerable<object?> ApplyToList(Frame frame, JinjaList list)
    {
        entry.Enter(frame);
        for (var i = 0; i < list.Count; i++)
        {
            var item = list.Items[i];
            if (Takes(frame, item))
            {
                yield return item;
            }
        }
    }

    private IEnumerable<object?> ApplyToAll(Frame frame, IEnumerable<object?> items)
    {
        entry.Enter(frame);
        foreach (var item in items)
        {
            if (Takes(frame, item))
            {
                yield return item;
            }
        }
    }

    private bool Takes(Frame frame, object? item)
    {
        frame.State.CountIteration();
        assign(frame, item);
        return holds(frame);
    }
}
