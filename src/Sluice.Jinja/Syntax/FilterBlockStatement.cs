using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Running;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Syntax;

/// <summary><c>{% filter upper %} … {% endfilter %}</c>.</summary>
internal sealed class FilterBlockStatement(
    FilterExpression filter, string[] loads, ImmutableArray<Statement> body, SourceSpan span) : Statement(span)
{
    internal override void Analyze(Symbols symbols) => symbols.LoadAll(loads);

    internal override Executor Compile(Scope scope)
    {
        var inner = scope.Inner();
        Body.Analyze(body, inner.Symbols);
        inner.Symbols.LoadAll(loads);
        var execute = Body.Compile(body, inner);
        var apply = filter.CompileOn(inner);
        var entry = inner.Symbols.ToEntry();
        var span = Span;
        var escapes = scope.Escapes;
        return (frame, output) =>
        {
            entry.Enter(frame);
            var start = output.Position;
            var flow = Capture.Run(frame, execute, out var text);
            if (flow != Flow.Next)
            {
                return flow;
            }

            var value = apply(frame, escapes ?? frame.Escapes ? new Markup(text) : text);
            try
            {
                // What a filter of a block gives is not escaped again.
                output.Write(Text.Of(value));
            }
            catch (Exception error) when (Failures.NeedsPlace(error))
            {
                throw frame.Fail(error, span);
            }

            output.Map?.Add(start, output.Position, frame.Source, span, isText: false);
            entry.Leave(frame);
            return Flow.Next;
        };
    }
}
