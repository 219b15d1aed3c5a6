using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Running;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Syntax;

/// <summary><c>{% autoescape true %} … {% endautoescape %}</c>.</summary>
internal sealed class AutoescapeStatement(
    Expression isOn, string[] loads, ImmutableArray<Statement> body, SourceSpan span) : Statement(span)
{
    internal override void Analyze(Symbols symbols)
    {
        // The condition is read in the scope of the body.
    }

    internal override Executor Compile(Scope scope)
    {
        bool? known = isOn.TryConstant(out var constant) ? Truth.Of(constant) : null;
        var inner = scope.Inner(known);
        inner.Symbols.LoadAll(loads);
        Body.Analyze(body, inner.Symbols);
        var condition = isOn.CompileCondition(inner);
        var execute = Body.Compile(body, inner);
        var entry = inner.Symbols.ToEntry();
        return (frame, output) =>
        {
            entry.Enter(frame);
            var escaping = frame.Context.Escaping;
            var before = escaping.IsOn;
            escaping.IsOn = condition(frame);
            try
            {
                var flow = execute(frame, output);
                entry.Leave(frame);
                return flow;
            }
            finally
            {
                escaping.IsOn = before;
            }
        };
    }
}
