using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;

namespace Sluice.Jinja.Running;

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
