namespace Sluice.Cli.Talking;

/// <summary>Colours as terminals understand them; leaves text alone where colours are off.</summary>
/// <param name="isOn">False for a pipe, a file, <c>NO_COLOR</c> or <c>--no-use-colors</c>.</param>
internal sealed class Paint(bool isOn)
{
    internal bool IsOn => isOn;

    internal string Red(string text) => Wrap("31", text);

    internal string Green(string text) => Wrap("32", text);

    internal string Yellow(string text) => Wrap("33", text);

    internal string Blue(string text) => Wrap("34", text);

    internal string Faint(string text) => Wrap("2", text);

    internal string Bold(string text) => Wrap("1", text);

    private string Wrap(string code, string text) => isOn ? $"\e[{code}m{text}\e[0m" : text;
}
