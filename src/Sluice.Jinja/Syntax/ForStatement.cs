using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Running;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Syntax;

/// <summary>
/// <c>{% for x in xs if … recursive %} … {% else %} … {% endfor %}</c>; the else branch runs when no iteration came to
/// the end of the body.
/// </summary>
internal sealed class ForStatement(
    Target target, Expression iterable, string[] loads, Expression? test, string[] testLoads, bool isRecursive,
    bool usesLoop, ImmutableArray<Statement> body, ImmutableArray<Statement> orElse, SourceSpan span) : Statement(span)
{
    internal override void Analyze(Symbols symbols) => symbols.LoadAll(loads);

    internal override Executor Compile(Scope scope)
    {
        var iterate = iterable.Compile(scope);
        var function = isRecursive ? new FunctionPlan(scope.Function) : null;
        if (isRecursive)
        {
            scope.Function.HasClosures = true;
        }

        var loop = CompileLoop(scope, function);
        var span = iterable.Span;
        if (!isRecursive)
        {
            return (frame, output) => loop.Run(frame, output, iterate(frame), null, span);
        }

        return (frame, output) =>
        {
            var inner = new Frame(function!, frame, frame.Context, frame.State, frame.Unit);
            var flow = loop.Run(inner, output, iterate(frame), new Recursion(loop, frame, function!, 0, span), span);
            frame.Result = inner.Result;
            return flow == Flow.Return ? flow : Flow.Next;
        };
    }

    private CompiledLoop CompileLoop(Scope scope, FunctionPlan? function)
    {
        var inner = scope.Inner(function);
        var loopVariable = usesLoop || isRecursive ? inner.Symbols.Declare("loop") : null;
        target.Declare(inner.Symbols);
        Body.Analyze(body, inner.Symbols);
        var otherwise = scope.Inner(function);
        Body.Analyze(orElse, otherwise.Symbols);
        var execute = Body.Compile(body, inner);
        var executeElse = orElse.IsEmpty ? null : Body.Compile(orElse, otherwise);
        return new CompiledLoop
        {
            Assign = target.Compile(inner),
            Body = execute,
            Entry = inner.Symbols.ToEntry(),
            LoopSlot = loopVariable?.Slot ?? -1,
            Filter = test is null ? null : CompileFilter(scope, function, test),
            Else = executeElse,
            ElseEntry = otherwise.Symbols.ToEntry(),
            Escapes = scope.Escapes,
        };
    }

    private LoopFilter CompileFilter(Scope scope, FunctionPlan? function, Expression condition)
    {
        var inner = scope.Inner(function);
        target.Declare(inner.Symbols);
        inner.Symbols.LoadAll(testLoads);
        var holds = condition.CompileCondition(inner);
        return new LoopFilter(target.Compile(inner), holds, inner.Symbols.ToEntry());
    }
}

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

/// <summary>What <c>loop(children)</c> runs.</summary>
internal sealed class Recursion(CompiledLoop loop, Frame outer, FunctionPlan function, int depth, SourceSpan span)
{
    internal int Depth { get; } = depth;

    internal object Run(object? items, JinjaCall call)
    {
        var frame = new Frame(function, outer, outer.Context, outer.State, outer.Unit);
        outer.State.Enter("loop", "loop", call.Source, call.Span);
        var output = outer.State.TakeOutput();
        try
        {
            if (loop.Run(frame, output, items, new Recursion(loop, outer, function, Depth + 1, span), call.Span) == Flow.Return)
            {
                throw new ReturnSignal(frame.Result);
            }

            var text = output.TakeText();
            return loop.Escapes ?? frame.Escapes ? new Markup(text) : text;
        }
        finally
        {
            outer.State.GiveBack(output);
            outer.State.Leave();
        }
    }
}

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
                ? RunExtended(frame, output, new LoopObject(items, Filter is null ? value : null, recursion, frame))
                : list is not null ? RunList(frame, output, list) : RunPlain(frame, output, items!);
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

    private (Flow Flow, bool Completed) RunList(Frame frame, Output output, JinjaList list)
    {
        var completed = false;
        for (var i = 0; i < list.Count; i++)
        {
            var flow = RunOnce(frame, output, list.Items[i]);
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

    private (Flow Flow, bool Completed) RunPlain(Frame frame, Output output, IEnumerable<object?> items)
    {
        var completed = false;
        foreach (var item in items)
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

    private (Flow Flow, bool Completed) RunExtended(Frame frame, Output output, LoopObject loop)
    {
        var completed = false;
        while (loop.MoveNext())
        {
            frame.Slots[LoopSlot] = loop;
            var flow = RunOnce(frame, output, loop.Current);
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
