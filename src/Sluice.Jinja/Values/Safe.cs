namespace Sluice.Jinja.Values;

/// <summary>Values as text that may stand in HTML.</summary>
internal static class Safe
{
    internal static string Text(object? value) => value switch
    {
        Markup markup => markup.Text,
        JinjaObject { IsSafe: true } item => item.ToText(),
        _ => Html.Escape(Values.Text.Of(value)),
    };
}
