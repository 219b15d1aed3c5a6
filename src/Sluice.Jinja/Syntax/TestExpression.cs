using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Filters;
using Sluice.Jinja.Running;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Syntax;

/// <summary><c>a is name(b)</c>.</summary>
internal sealed class TestExpression(Expression operand, string name, CallArguments arguments, SourceSpan span)
    : Expression(span)
{
    internal override Evaluator Compile(Scope scope)
    {
        var evaluate = operand.Compile(scope);
        var apply = RoutineCall.Compile(scope.Unit.Environment.Tests.Find(name), Find, arguments, scope, Span);
        return frame => apply(frame, evaluate(frame));
    }

    private Routine Find(JinjaEnvironment environment) =>
        environment.Tests.Find(name) ?? throw Fail.NoSuchTest(name, environment.Tests.HintFor(name));
}
