using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Running;

namespace Sluice.Jinja.Syntax;

/// <summary><c>a if b else c</c>; without else the value is undefined where the condition does not hold.</summary>
internal sealed class ConditionalExpression(
    Expression condition, Expression then, Expression? otherwise, SourceSpan span) : Expression(span)
{
    private const string NoElse = "the inline if-expression evaluated to false and has no else";

    internal override Evaluator Compile(Scope scope) =>
        Compile(scope, then.Compile(scope), otherwise?.Compile(scope));

    internal override Evaluator CompileTail(Scope scope) =>
        Compile(scope, then.CompileTail(scope), otherwise?.CompileTail(scope));

    internal override Executor CompileOutput(Scope scope, OutputSite site)
    {
        var holds = condition.CompileCondition(scope);
        var branch = site.WithoutText();
        var a = then.CompileOutput(scope, branch);
        // A value without else is undefined in the lenient way, whatever the environment says, and prints nothing.
        var b = otherwise?.CompileOutput(scope, branch) ?? (static (_, _) => Flow.Next);
        return (frame, output) =>
        {
            site.Begin(frame, output);
            return holds(frame) ? a(frame, output) : b(frame, output);
        };
    }

    private Evaluator Compile(Scope scope, Evaluator a, Evaluator? b)
    {
        var holds = condition.CompileCondition(scope);
        return b is null
            ? frame => holds(frame) ? a(frame) : new Undefined(hint: NoElse)
            : frame => holds(frame) ? a(frame) : b(frame);
    }
}
