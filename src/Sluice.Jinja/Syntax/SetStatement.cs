using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Running;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Syntax;

/// <summary><c>{% set x = … %}</c>.</summary>
internal sealed class SetStatement(Target target, Expression value, string[] loads, SourceSpan span) : Statement(span)
{
    internal override void Analyze(Symbols symbols)
    {
        symbols.LoadAll(loads);
        target.Store(symbols);
    }

    internal override Executor Compile(Scope scope)
    {
        var evaluate = value.CompileTail(scope);
        var assign = target.Compile(scope);
        var publish = Publishing.Of(scope, [.. target.Names]);
        return (frame, _) =>
        {
            var result = evaluate(frame);
            if (frame.Ends(result))
            {
                return Flow.Return;
            }

            assign(frame, result);
            publish?.Invoke(frame);
            return Flow.Next;
        };
    }
}

/// <summary><c>{% set x %} … {% endset %}</c>: the text between the tags, through filters where some are named.</summary>
internal sealed class SetBlockStatement(
    Target target, FilterExpression? filter, string[] filterLoads, ImmutableArray<Statement> body, string[] targetLoads, SourceSpan span)
    : Statement(span)
{
    internal override void Analyze(Symbols symbols)
    {
        symbols.LoadAll(targetLoads);
        target.Store(symbols);
    }

    internal override Executor Compile(Scope scope)
    {
        var inner = scope.Inner(captures: true);
        Body.Analyze(body, inner.Symbols);
        inner.Symbols.LoadAll(filterLoads);
        var execute = Body.Compile(body, inner);
        var apply = filter?.CompileOn(inner);
        var entry = inner.Symbols.ToEntry();
        var assign = target.Compile(scope);
        var publish = Publishing.Of(scope, [.. target.Names]);
        var escapes = scope.Escapes;
        return (frame, _) =>
        {
            entry.Enter(frame);
            var flow = Capture.Run(frame, execute, out var text);
            if (flow != Flow.Next)
            {
                return flow;
            }

            object? value = apply is null ? text : apply(frame, escapes ?? frame.Escapes ? new Markup(text) : text);
            assign(frame, frame.Escapes ? new Markup(Text.Of(value)) : value);
            publish?.Invoke(frame);
            entry.Leave(frame);
            return Flow.Next;
        };
    }
}

/// <summary>Runs statements and keeps their text.</summary>
internal static class Capture
{
    internal static Flow Run(Frame frame, Executor execute, out string text)
    {
        var output = frame.State.TakeOutput();
        try
        {
            var flow = execute(frame, output);
            text = output.TakeText();
            return flow;
        }
        finally
        {
            frame.State.GiveBack(output);
        }
    }
}

/// <summary>Makes names that are assigned at the top level known to blocks, includes and importers.</summary>
internal static class Publishing
{
    internal static Action<Frame>? Of(Scope scope, string[] names, bool isExported = true)
    {
        if (!scope.IsTopLevel || names.Length == 0)
        {
            return null;
        }

        var slots = Array.ConvertAll(names, name => scope.Symbols.Find(name)!.Slot);
        return frame =>
        {
            for (var i = 0; i < names.Length; i++)
            {
                frame.Context.Set(names[i], frame.Slots[slots[i]]);
                if (!isExported)
                {
                    frame.Context.Exported.Remove(names[i]);
                }
                else if (names[i][0] != '_')
                {
                    frame.Context.Exported.Add(names[i]);
                }
            }
        };
    }
}
