using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Running;

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
