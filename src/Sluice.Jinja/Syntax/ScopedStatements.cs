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

/// <summary><c>{% do … %}</c>: an expression whose value is dropped.</summary>
internal sealed class DoStatement(Expression expression, string[] loads, SourceSpan span) : Statement(span)
{
    internal override void Analyze(Symbols symbols) => symbols.LoadAll(loads);

    internal override Executor Compile(Scope scope)
    {
        var evaluate = expression.CompileTail(scope);
        return (frame, _) => frame.Ends(evaluate(frame)) ? Flow.Return : Flow.Next;
    }
}

/// <summary><c>{% break %}</c> and <c>{% continue %}</c>.</summary>
internal sealed class JumpStatement(Flow flow, SourceSpan span) : Statement(span)
{
    internal override void Analyze(Symbols symbols)
    {
    }

    internal override Executor Compile(Scope scope) => flow == Flow.Break
        ? static (_, _) => Flow.Break
        : static (_, _) => Flow.Continue;
}
