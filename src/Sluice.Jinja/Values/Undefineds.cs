namespace Sluice.Jinja.Values;

/// <summary>What may be done with values that do not exist.</summary>
internal static class Undefineds
{
    /// <summary>The error for an operation that one of two values does not allow because it does not exist, else null.</summary>
    internal static TemplateError? Check(object? left, object? right) =>
        (left as Undefined ?? right as Undefined) is { } undefined ? Used(undefined) : null;

    internal static TemplateError Used(Undefined undefined) => Fail.Undefined(undefined.Message, undefined.Suggestion);

    /// <summary>Throws where even looking at the value is forbidden.</summary>
    internal static void Look(Undefined undefined)
    {
        if (undefined.Kind == UndefinedKind.Strict)
        {
            throw Used(undefined);
        }
    }

    internal static string ToText(Undefined undefined)
    {
        Look(undefined);
        return undefined.Kind == UndefinedKind.Debug ? undefined.ToDebugText() : "";
    }
}
