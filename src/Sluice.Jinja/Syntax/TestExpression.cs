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
        var test = scope.Unit.Environment.Tests.Find(name);
        if (test is BuiltInRoutine builtIn && arguments.FitsInto(builtIn))
        {
            var apply = FilterExpression.Direct(builtIn, CompileAll(arguments.Positional, scope), Span);
            return frame => apply(frame, evaluate(frame));
        }

        var compiled = arguments.Compile(scope);
        var (testName, span) = (name, Span);
        return frame =>
        {
            var value = evaluate(frame);
            try
            {
                var routine = test ?? frame.Unit.Environment.Tests.Find(testName)
                    ?? throw Fail.NoSuchTest(testName, frame.Unit.Environment.Tests.HintFor(testName));
                var args = compiled.Positional(frame, reserved: 1);
                args[0] = value;
                return routine.Invoke(new JinjaCall(
                    args, compiled.Keywords(frame), frame.State, frame, frame.Source, span));
            }
            catch (Exception error) when (Failures.NeedsPlace(error))
            {
                throw frame.Fail(error, span);
            }
        };
    }
}
