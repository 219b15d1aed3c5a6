using System.Runtime.CompilerServices;

namespace Sluice.Jinja.Values;

/// <summary>Stops work on values that are nested too deeply, or that contain themselves, before the stack is used up.</summary>
internal static class Nesting
{
    internal static void Check()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw Fail.TooLarge("the nesting of the value");
        }
    }
}
