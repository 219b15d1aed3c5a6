using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Lexing;
using Sluice.Jinja.Running;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Syntax;

/// <summary><c>a + b</c> and the other operators of numbers.</summary>
internal sealed class BinaryExpression(TokenKind symbol, Expression left, Expression right, SourceSpan span)
    : Expression(span)
{
    internal override Evaluator Compile(Scope scope)
    {
        if (TryConstant(out var constant) || TryFormat(out constant))
        {
            return _ => constant;
        }

        var a = left.Compile(scope);
        var b = right.Compile(scope);
        var operate = Operation(symbol);
        var span = Span;
        if (symbol == TokenKind.Plus)
        {
            return frame =>
            {
                var x = a(frame);
                var y = b(frame);
                if (x is long m && y is long n && unchecked(m + n) is var sum && ((m ^ sum) & (n ^ sum)) >= 0)
                {
                    return Box.Of(sum);
                }

                return Apply(frame, operate, x, y, span);
            };
        }

        return frame => Apply(frame, operate, a(frame), b(frame), span);
    }

    internal override bool TryConstant(out object? value)
    {
        value = null;
        if (!left.TryConstant(out var a) || !right.TryConstant(out var b)
            || !(Numbers.IsNumber(a) && Numbers.IsNumber(b)))
        {
            return false;
        }

        try
        {
            value = Operation(symbol)(a, b);
            return true;
        }
        catch (TemplateError)
        {
            // The error belongs to the render, which knows the way to it.
            return false;
        }
    }

    // `'%04d' % 7`: the text of constants is made once. Only short formats, whose result is short too.
    private bool TryFormat(out object? text)
    {
        text = null;
        if (symbol != TokenKind.Percent || !left.TryConstant(out var format) || format is not string { Length: < 100 }
            || !right.TryConstant(out var value) || value is not (string { Length: < 100 } or long))
        {
            return false;
        }

        try
        {
            text = Arithmetic.Modulo(format, value);
            return text is string { Length: < 1000 };
        }
        catch (TemplateError)
        {
            return false;
        }
    }

    private static object? Apply(
        Frame frame, Func<object?, object?, object?> operate, object? left, object? right, SourceSpan span)
    {
        try
        {
            return operate(left, right);
        }
        catch (Exception error) when (Failures.NeedsPlace(error))
        {
            throw frame.Fail(error, span);
        }
    }

    private static Func<object?, object?, object?> Operation(TokenKind symbol) => symbol switch
    {
        TokenKind.Plus => Arithmetic.Add,
        TokenKind.Minus => Arithmetic.Subtract,
        TokenKind.Star => Arithmetic.Multiply,
        TokenKind.Slash => Arithmetic.Divide,
        TokenKind.FloorSlash => Arithmetic.FloorDivide,
        TokenKind.Percent => Arithmetic.Modulo,
        _ => Arithmetic.Power,
    };
}
