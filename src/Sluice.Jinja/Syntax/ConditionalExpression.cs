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

    private Evaluator Compile(Scope scope, Evaluator a, Evaluator? b)
    {
        var holds = Condition.Compile(condition, scope);
        return b is null
            ? frame => holds(frame) ? a(frame) : new Undefined(hint: NoElse)
            : frame => holds(frame) ? a(frame) : b(frame);
    }
}
