namespace Sluice.Jinja;

/// <summary>
/// What a host function returns to end the macro that called it: the macro's value is <see cref="Value"/> and its text
/// is discarded. At the top level of a template it ends the rendering.
/// </summary>
/// <param name="value">The value of the macro.</param>
public sealed class MacroReturn(object? value)
{
    /// <summary>The value of the macro.</summary>
    public object? Value { get; } = JinjaValue.From(value);
}
