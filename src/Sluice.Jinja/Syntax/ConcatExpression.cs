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
        var evaluators = CompileAll(parts, scope);
        var span = Span;
        var escapes = scope.Escapes;
        return frame =>
        {
            var values = new object?[evaluators.Length];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = evaluators[i](frame);
            }

            try
            {
                return (escapes ?? frame.Escapes) && Array.Exists(values, value => value is Markup or JinjaObject { IsSafe: true })
                    ? new Markup(string.Concat(values.Select(value => Values.Safe.Text(value))))
                    : Join(values);
            }
            catch (Exception error) when (Failures.NeedsPlace(error))
            {
                throw frame.Fail(error, span);
            }
        };
    }

    private static string Join(object?[] values)
    {
        if (values.Length == 2)
        {
            var (a, b) = (Text.Of(values[0]), Text.Of(values[1]));
            return Texts.Checked((long)a.Length + b.Length, a, b);
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
