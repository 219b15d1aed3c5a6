using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Running;

namespace Sluice.Jinja.Syntax;

/// <summary><c>{% with a = 1 %} … {% endwith %}</c>.</summary>
internal sealed class WithStatement(
    ImmutableArray<(Target Target, Expression Value)> assignments, string[] loads, ImmutableArray<Statement> body, SourceSpan span)
    : Statement(span)
{
    internal override void Analyze(Symbols symbols) => symbols.LoadAll(loads);

    internal override Executor Compile(Scope scope)
    {
        var inner = scope.Inner();
        foreach (var (target, _) in assignments)
        {
            target.Declare(inner.Symbols);
        }

        Body.Analyze(body, inner.Symbols);
        var values = assignments.Select(item => item.Value.Compile(scope)).ToArray();
        var assigners = assignments.Select(item => item.Target.Compile(inner)).ToArray();
        var execute = Body.Compile(body, inner);
        var entry = inner.Symbols.ToEntry();
        return (frame, output) =>
        {
            entry.Enter(frame);
            for (var i = 0; i < values.Length; i++)
            {
                assigners[i](frame, values[i](frame));
            }

            var flow = execute(frame, output);
            entry.Leave(frame);
            return flow;
        };
    }
}
