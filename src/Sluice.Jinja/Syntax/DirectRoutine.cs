using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Filters;
using Sluice.Jinja.Running;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Syntax;

/// <summary>A built-in routine whose positional arguments go straight to their parameters.</summary>
internal sealed class DirectRoutine
{
    private readonly BuiltInRoutine _routine;
    private readonly Evaluator[] _arguments;
    private readonly object?[] _model;
    private readonly bool _isConstant;
    private readonly SourceSpan _span;

    private DirectRoutine(BuiltInRoutine routine, Evaluator[] arguments, object?[] constants, bool isConstant, SourceSpan span)
    {
        _routine = routine;
        _arguments = arguments;
        _isConstant = isConstant;
        _span = span;
        _model = new object?[routine.PlainSize];
        Array.Fill(_model, Sentinel.Missing);
        if (isConstant)
        {
            constants.CopyTo(_model, 0);
        }
    }

    internal bool Prints => _routine.Printer is not null;

    internal static DirectRoutine? Of(Routine? routine, CallArguments arguments, Scope scope, SourceSpan span)
    {
        if (routine is not BuiltInRoutine builtIn || !arguments.FitsInto(builtIn))
        {
            return null;
        }

        var isConstant = Expression.TryConstants(arguments.Positional, out var constants)
            && Array.TrueForAll(constants, Expression.IsFixed);
        return new DirectRoutine(builtIn, Expression.CompileAll(arguments.Positional, scope), constants, isConstant, span);
    }

    internal object? Apply(Frame frame, object? value)
    {
        var values = Arguments(frame);
        try
        {
            return _routine.Invoke(value, values, frame, _span);
        }
        catch (Exception error) when (Failures.NeedsPlace(error))
        {
            throw frame.Fail(error, _span);
        }
    }

    /// <summary>Prints what the routine makes of the value, or, where it cannot, gives that as a value.</summary>
    internal bool TryPrint(Frame frame, Output output, object? value, out object? result)
    {
        var values = Arguments(frame);
        result = null;
        try
        {
            if (_routine.Printer!(output, value, new JinjaArguments(values, frame, _span)))
            {
                return true;
            }

            result = _routine.Invoke(value, values, frame, _span);
            return false;
        }
        catch (Exception error) when (Failures.NeedsPlace(error))
        {
            throw frame.Fail(error, _span);
        }
    }

    private object?[] Arguments(Frame frame)
    {
        if (_isConstant)
        {
            return _model;
        }

        var values = new object?[_model.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = i < _arguments.Length ? _arguments[i](frame) : Sentinel.Missing;
        }

        return values;
    }
}
