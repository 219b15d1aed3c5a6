using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Running;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Syntax;

/// <summary><c>a[key]</c>: the element, else the attribute of that name.</summary>
internal sealed class ItemExpression(Expression owner, Expression key, SourceSpan span) : Expression(span)
{
    internal override Evaluator Compile(Scope scope)
    {
        var evaluate = owner.Compile(scope);
        var evaluateKey = key.Compile(scope);
        var span = Span;
        return frame =>
        {
            var value = evaluate(frame);
            var at = evaluateKey(frame);
            try
            {
                return Members.Item(value, at, frame.Unit.Environment.Options.Undefined);
            }
            catch (Exception error) when (Failures.NeedsPlace(error))
            {
                throw frame.Fail(error, span);
            }
        };
    }
}

/// <summary><c>a[start:stop:step]</c>.</summary>
internal sealed class SliceExpression(
    Expression owner, Expression? start, Expression? stop, Expression? step, SourceSpan span) : Expression(span)
{
    internal override Evaluator Compile(Scope scope)
    {
        var evaluate = owner.Compile(scope);
        var from = start?.Compile(scope);
        var to = stop?.Compile(scope);
        var by = step?.Compile(scope);
        var span = Span;
        // Jinja2 computes a slice of constants with the lenient rules of an element.
        var isFixed = owner.TryConstant(out _);
        return frame =>
        {
            var value = evaluate(frame);
            var (first, last, stride) = (from?.Invoke(frame), to?.Invoke(frame), by?.Invoke(frame));
            try
            {
                return Slices.Of(value, first, last, stride);
            }
            catch (TemplateError) when (isFixed && !Iteration.IsIterable(value))
            {
                return Undefined.Member(value, null, frame.Unit.Environment.Options.Undefined);
            }
            catch (Exception error) when (Failures.NeedsPlace(error))
            {
                throw frame.Fail(error, span);
            }
        };
    }
}
