namespace Sluice.Jinja.Values;

/// <summary>
/// An operation on values failed. It knows what went wrong but not where: the node that asked for the operation adds
/// the place and turns it into a <see cref="JinjaException"/>.
/// </summary>
internal sealed class TemplateError(
    JinjaErrorKind kind, string code, string message, string? hint = null, Exception? inner = null)
    : Exception(message, inner)
{
    internal JinjaErrorKind Kind { get; } = kind;

    internal string Code { get; } = code;

    internal string? Hint { get; } = hint;
}
