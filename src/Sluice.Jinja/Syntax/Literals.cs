using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Running;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Syntax;

/// <summary><c>1</c>, <c>'a'</c>, <c>true</c>, <c>none</c>.</summary>
internal sealed class ConstantExpression(object? value, SourceSpan span) : Expression(span)
{
    internal object? Value { get; } = value;

    internal override Evaluator Compile(Scope scope)
    {
        var value = Value;
        return _ => value;
    }

    internal override Executor CompileOutput(Scope scope, OutputSite site)
    {
        var value = Value;
        return (frame, output) =>
        {
            site.Begin(frame, output);
            return site.Print(frame, output, value);
        };
    }

    internal override bool TryConstant(out object? value)
    {
        value = Value;
        return true;
    }
}

/// <summary><c>(a, b)</c>, or <c>a, b</c> where a tuple needs no parentheses.</summary>
internal sealed class TupleExpression(ImmutableArray<Expression> items, SourceSpan span) : Expression(span)
{
    internal ImmutableArray<Expression> Items { get; } = items;

    internal override Evaluator Compile(Scope scope)
    {
        if (TryConstant(out var constant))
        {
            return _ => constant;
        }

        var items = CompileAll(Items, scope);
        return frame =>
        {
            var values = new object?[items.Length];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = items[i](frame);
            }

            return new JinjaTuple(values);
        };
    }

    internal override bool TryConstant(out object? value)
    {
        var isConstant = TryConstants(Items, out var values) && Array.TrueForAll(values, IsFixed);
        value = isConstant ? new JinjaTuple(values) : null;
        return isConstant;
    }

}

/// <summary><c>[a, b]</c>.</summary>
internal sealed class ListExpression(ImmutableArray<Expression> items, SourceSpan span) : Expression(span)
{
    internal override Evaluator Compile(Scope scope)
    {
        if (TryConstants(items, out var constants) && Array.TrueForAll(constants, IsFixed))
        {
            return _ => new JinjaList(new List<object?>(constants));
        }

        var evaluators = CompileAll(items, scope);
        return frame =>
        {
            var values = new List<object?>(evaluators.Length);
            foreach (var evaluator in evaluators)
            {
                values.Add(evaluator(frame));
            }

            return new JinjaList(values);
        };
    }

    internal override bool TryConstant(out object? value)
    {
        var isConstant = TryConstants(items, out var values);
        value = isConstant ? new JinjaList([.. values]) : null;
        return isConstant;
    }
}

/// <summary><c>{'a': 1}</c>.</summary>
internal sealed class DictExpression(
    ImmutableArray<Expression> keys, ImmutableArray<Expression> values, SourceSpan span) : Expression(span)
{
    internal override Evaluator Compile(Scope scope)
    {
        if (TryConstants(keys, out var names) && Array.TrueForAll(names, IsFixed)
            && TryConstants(values, out var constants) && Array.TrueForAll(constants, IsFixed))
        {
            var model = ToDict(names, constants);
            return _ => new JinjaDict(model);
        }

        var compiledKeys = CompileAll(keys, scope);
        var compiledValues = CompileAll(values, scope);
        var span = Span;
        return frame =>
        {
            var dict = new JinjaDict(compiledKeys.Length);
            for (var i = 0; i < compiledKeys.Length; i++)
            {
                var key = compiledKeys[i](frame);
                var value = compiledValues[i](frame);
                try
                {
                    dict.Set(key, value);
                }
                catch (TemplateError error)
                {
                    throw frame.Fail(error, span);
                }
            }

            return dict;
        };
    }

    internal override bool TryConstant(out object? value)
    {
        value = null;
        if (!TryConstants(keys, out var names) || !TryConstants(values, out var all)
            || !Array.TrueForAll(names, IsFixed))
        {
            return false;
        }

        value = ToDict(names, all);
        return true;
    }

    private static JinjaDict ToDict(object?[] keys, object?[] values)
    {
        var dict = new JinjaDict(keys.Length);
        for (var i = 0; i < keys.Length; i++)
        {
            dict.Set(keys[i], values[i]);
        }

        return dict;
    }
}
