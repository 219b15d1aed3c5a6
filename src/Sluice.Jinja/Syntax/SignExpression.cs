using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Running;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Syntax;

/// <summary><c>-a</c> and <c>+a</c>.</summary>
internal sealed class SignExpression(bool isMinus, Expression operand, SourceSpan span) : Expression(span)
{
    internal override Evaluator Compile(Scope scope)
    {
        var evaluate = operand.Compile(scope);
        var span = Span;
        return frame =>
        {
            var value = evaluate(frame);
            try
            {
                return isMinus ? Arithmetic.Negate(value) : Arithmetic.Plus(value);
            }
            catch (Exception error) when (Failures.NeedsPlace(error))
            {
                throw frame.Fail(error, span);
            }
        };
    }

    internal override bool TryConstant(out object? value)
    {
        value = null;
        if (!operand.TryConstant(out var number) || !Numbers.IsNumber(number))
        {
            return false;
        }

        value = isMinus ? Arithmetic.Negate(number) : Arithmetic.Plus(number);
        return true;
    }
}
