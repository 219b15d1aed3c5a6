using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Running;

/// <summary>A loop, ready to run.</summary>
internal sealed class CompiledLoop
{
    internal required Assigner Assign { get; init; }

    internal required Executor Body { get; init; }

    internal required ScopeEntry Entry { get; init; }

    /// <summary>Where the variable <c>loop</c> lives; -1 where the body does not ask for it.</summary>
    internal required int LoopSlot { get; init; }

    internal required LoopFilter? Filter { get; init; }

    internal required Executor? Else { get; init; }

    internal required ScopeEntry ElseEntry { get; init; }

    /// <summary>Whether outputs are escaped; null where only the render knows.</summary>
    internal required bool? Escapes { get; init; }

    internal Flow Run(Frame frame, Output output, object? value, Recursion? recursion, SourceSpan span)
    {
        bool completed;
        Flow flow;
        try
        {
            var list = Filter is null ? value as JinjaList : null;
            var items = list is not null ? null : Filter is null ? Iteration.Over(value) : Filter.Apply(frame, value);
            (flow, completed) = LoopSlot >= 0
                ? RunAll(frame, output, new ItemsOfLoop(new LoopObject(items, Filter is null ? value : null, recursion, frame), LoopSlot))
                : list is not null ? RunAll(frame, output, new ItemsOfList(list)) : RunAny(frame, output, items!);
        }
        catch (Exception error) when (Failures.NeedsPlace(error))
        {
            throw frame.Fail(error, span);
        }

        Entry.Leave(frame);
        if (flow == Flow.Return || completed || Else is null)
        {
            return flow;
        }

        ElseEntry.Enter(frame);
        flow = Else(frame, output);
        ElseEntry.Leave(frame);
        return flow;
    }

    private (Flow Flow, bool Completed) RunAny(Frame frame, Output output, IEnumerable<object?> items)
    {
        using var enumerator = items.GetEnumerator();
        return RunAll(frame, output, new ItemsOfAny(enumerator));
    }

    private (Flow Flow, bool Completed) RunAll<TItems>(Frame frame, Output output, TItems items)
        where TItems : struct, ILoopItems
    {
        var completed = false;
        while (items.TryNext(frame, out var item))
        {
            var flow = RunOnce(frame, output, item);
            if (flow == Flow.Return)
            {
                return (flow, completed);
            }

            if (flow == Flow.Break)
            {
                break;
            }

            completed |= flow == Flow.Next;
        }

        return (Flow.Next, completed);
    }

    private Flow RunOnce(Frame frame, Output output, object? item)
    {
        frame.State.CountIteration();
        Entry.Enter(frame);
        Assign(frame, item);
        return Body(frame, output);
    }
}
