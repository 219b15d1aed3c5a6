using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Running;

namespace Sluice.Jinja.Syntax;

/// <summary>A piece of a template that has a value.</summary>
internal abstract class Expression(SourceSpan span)
{
    internal SourceSpan Span { get; } = span;

    /// <summary>How deep the tree below is; bounded by the parser, so that walking it cannot overflow the stack.</summary>
    internal int Height { get; init; } = 1;

    internal abstract Evaluator Compile(Scope scope);

    /// <summary>As <see cref="Compile"/>, where a <see cref="MacroReturn"/> may be the value, because the statement looks for it.</summary>
    internal virtual Evaluator CompileTail(Scope scope) => Compile(scope);

    /// <summary>Whether the value counts as true, without making a value where none is needed.</summary>
    internal virtual Func<Frame, bool> CompileCondition(Scope scope)
    {
        var evaluate = Compile(scope);
        var span = Span;
        return frame => evaluate(frame) is var value && value is bool truth ? truth : Condition.Holds(frame, value, span);
    }

    /// <summary>Prints the value, without making a value where none is needed.</summary>
    internal virtual Executor CompileOutput(Scope scope, OutputSite site)
    {
        var evaluate = CompileTail(scope);
        return (frame, output) =>
        {
            site.Begin(frame, output);
            return site.Print(frame, output, evaluate(frame));
        };
    }

    /// <summary>The value that is known without rendering. Lists and dictionaries are made anew each time.</summary>
    internal virtual bool TryConstant(out object? value)
    {
        value = null;
        return false;
    }

    /// <summary>Whether a constant can be shared by all who read it.</summary>
    internal static bool IsFixed(object? value) => value is not (JinjaList or JinjaDict);

    internal static Evaluator[] CompileAll(ImmutableArray<Expression> expressions, Scope scope)
    {
        var evaluators = new Evaluator[expressions.Length];
        for (var i = 0; i < evaluators.Length; i++)
        {
            evaluators[i] = expressions[i].Compile(scope);
        }

        return evaluators;
    }

    internal static bool TryConstants(ImmutableArray<Expression> expressions, out object?[] values)
    {
        values = new object?[expressions.Length];
        for (var i = 0; i < values.Length; i++)
        {
            if (!expressions[i].TryConstant(out values[i]))
            {
                return false;
            }
        }

        return true;
    }
}
