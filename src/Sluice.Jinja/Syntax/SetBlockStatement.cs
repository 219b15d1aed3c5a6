using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Running;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Syntax;

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
