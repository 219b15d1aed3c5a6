using Sluice.Diagnostics;
using Sluice.Jinja.Running;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Syntax;

/// <summary>Whether a value counts as true, with the place of the expression where even asking is an error.</summary>
internal static class Condition
{
    internal static bool Holds(Frame frame, object? value, SourceSpan span)
    {
        try
        {
            return Truth.Of(value);
        }
        catch (Exception error) when (Failures.NeedsPlace(error))
        {
            throw frame.Fail(error, span);
        }
    }
}
