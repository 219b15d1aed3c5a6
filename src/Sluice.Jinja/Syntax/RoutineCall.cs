using Sluice.Diagnostics;
using Sluice.Jinja.Compiling;
using Sluice.Jinja.Filters;
using Sluice.Jinja.Running;

namespace Sluice.Jinja.Syntax;

/// <summary>A filter or a test at one place in a template, compiled to a function of the value that it is applied to.</summary>
internal static class RoutineCall
{
    /// <summary>The application of the routine, which gets its arguments by their places where that is possible.</summary>
    /// <param name="known">The routine, where it exists when the template is compiled.</param>
    /// <param name="find">Finds it when it is called, or says that there is none.</param>
    /// <param name="arguments">Its arguments behind the value.</param>
    /// <param name="scope">Where it stands.</param>
    /// <param name="span">The place that its failures name.</param>
    internal static Func<Frame, object?, object?> Compile(
        Routine? known, Func<JinjaEnvironment, Routine> find, CallArguments arguments, Scope scope, SourceSpan span)
    {
        if (DirectRoutine.Of(known, arguments, scope, span) is { } direct)
        {
            return direct.Apply;
        }

        var compiled = arguments.Compile(scope);
        return (frame, value) =>
        {
            try
            {
                var routine = known ?? find(frame.Unit.Environment);
                var args = compiled.Positional(frame, reserved: 1);
                args[0] = value;
                return routine.Invoke(new JinjaCall(
                    args, compiled.Keywords(frame), frame.State, frame, frame.Source, span));
            }
            catch (Exception error) when (Failures.NeedsPlace(error))
            {
                throw frame.Fail(error, span);
            }
        };
    }
}
