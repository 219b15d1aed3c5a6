using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Running;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Syntax;

/// <summary><c>a ~ b</c>: the texts of both, one after the other.</summary>
internal sealed class ConcatExpression(ImmutableArray<Expression> parts, SourceSpan span) : Expression(span)
{
    internal override Evaluator Compile(Scope scope)
    {
        if (TryConstants(parts, out var constants) && Array.TrueForAll(constants, value => value is string or long))
        {
            var constant = string.Concat(constants.Select(Text.Of));
            return _ => constant;
        }

        var evaluators = CompileAll(parts, scope);
        var span = Span;
        var escapes = scope.Escapes;
        return evaluators switch
        {
            [var first, var second] => frame => Join(frame, escapes, span, first(frame), second(frame)),
            [var first, var second, var third] => frame => Join(frame, escapes, span, first(frame), second(frame), third(frame)),
            _ => frame =>
            {
                var values = new object?[evaluators.Length];
                for (var i = 0; i < values.Length; i++)
                {
                    values[i] = evaluators[i](frame);
                }

                return Join(frame, escapes, span, values);
            },
        };
    }

    private static object Join(Frame frame, bool? escapes, SourceSpan span, params ReadOnlySpan<object?> values)
    {
        try
        {
            return (escapes ?? frame.Escapes) && HasSafe(values)
                ? new Markup(string.Concat(values.ToArray().Select(Safe.Text)))
                : JoinTexts(values);
        }
        catch (Exception error) when (Failures.NeedsPlace(error))
        {
            throw frame.Fail(error, span);
        }
    }

    private static bool HasSafe(ReadOnlySpan<object?> values)
    {
        foreach (var value in values)
        {
            if (value is Markup or JinjaObject { IsSafe: true })
            {
                return true;
            }
        }

        return false;
    }

    private static string JoinTexts(ReadOnlySpan<object?> values)
    {
        if (values.Length == 2)
        {
            var (a, b) = (Text.Of(values[0]), Text.Of(values[1]));
            return Texts.Checked((long)a.Length + b.Length, a, b);
        }

        if (values.Length == 3)
        {
            var (a, b, c) = (Text.Of(values[0]), Text.Of(values[1]), Text.Of(values[2]));
            _ = Texts.CheckLength((long)a.Length + b.Length + c.Length);
            return string.Concat(a, b, c);
        }

        var texts = new string[values.Length];
        var length = 0L;
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = Text.Of(values[i]);
            length += texts[i].Length;
        }

        _ = Texts.CheckLength(length);
        return string.Concat(texts);
    }
}
