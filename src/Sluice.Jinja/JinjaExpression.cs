using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Running;
using Sluice.Jinja.Syntax;
using Sluice.Jinja.Values;

namespace Sluice.Jinja;

/// <summary>One expression, read without an error. Immutable; evaluates on several threads at once.</summary>
public sealed class JinjaExpression
{
    private readonly JinjaEnvironment _environment;
    private readonly Unit _unit;
    private readonly FunctionPlan _function = new(outer: null);
    private readonly ScopeEntry _entry;
    private readonly Evaluator _evaluate;

    internal JinjaExpression(JinjaEnvironment environment, SourceText source, Expression expression, string[] loads)
    {
        _environment = environment;
        Source = source;
        _unit = new Unit(environment, source, source.Path);
        var scope = new Scope(_unit, new Symbols(_function, parent: null)) { Escapes = _unit.Escapes };
        scope.Symbols.LoadAll(loads);
        _evaluate = expression.CompileTail(scope);
        _entry = scope.Symbols.ToEntry();
    }

    /// <summary>The text.</summary>
    public SourceText Source { get; }

    /// <summary>The value, with its type.</summary>
    /// <exception cref="JinjaException">Evaluating failed.</exception>
    public object? Evaluate(IJinjaScope scope, RenderOptions? options = null)
    {
        var state = new RenderState(_environment, options?.CancellationToken ?? CancellationToken.None);
        var escaping = new Escaping { IsOn = _environment.Options.EscapesFor(_unit.Name) };
        var frame = new Frame(_function, null, new Context(_environment, scope, escaping), state, _unit);
        _entry.Enter(frame);
        try
        {
            var value = _evaluate(frame);
            return value is MacroReturn end ? end.Value : value is JinjaStream stream ? new JinjaList(new List<object?>(stream)) : value;
        }
        catch (TemplateError error)
        {
            throw Failures.Place(error, state, Source, default);
        }
        catch (ReturnSignal signal)
        {
            return signal.Value;
        }
    }
}
