using Sluice.Diagnostics;
using Sluice.Jinja.Running;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Filters;

/// <summary>A filter or a test: a function whose first argument is the value that it is applied to.</summary>
internal abstract class Routine
{
    internal abstract object? Invoke(JinjaCall call);
}

/// <summary>A routine of the host.</summary>
internal sealed class HostRoutine(Func<JinjaCall, object?> body) : Routine
{
    internal override object? Invoke(JinjaCall call) => JinjaValue.From(body(call));
}

internal delegate object? RoutineBody(object? value, JinjaArguments arguments);

/// <summary>Prints what a routine makes of a value; false, with nothing printed, where it has to be made first.</summary>
internal delegate bool RoutinePrinter(Output output, object? value, JinjaArguments arguments);

/// <summary>A routine of the language, with its parameters behind the value.</summary>
internal sealed class BuiltInRoutine(string name, string[] parameters, RoutineBody body) : Routine
{
    private readonly Signature _signature = Signature.Parse(parameters);

    /// <summary>How many parameters there are where the arguments can be put in their places without looking; else -1.</summary>
    internal int PlainSize => _signature.PlainSize;

    internal int Required => _signature.Required;

    /// <summary>How it prints without making a text first; null where it does not.</summary>
    internal RoutinePrinter? Printer { get; init; }

    /// <summary>Applies it to arguments that stand in their places already.</summary>
    internal object? Invoke(object? value, object?[] values, Frame frame, SourceSpan span) =>
        body(value, new JinjaArguments(values, frame, span));

    internal override object? Invoke(JinjaCall call) =>
        body(call.ArgArray[0], new JinjaArguments(_signature.Bind(name, call, skip: 1), call));
}
