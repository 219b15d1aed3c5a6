namespace Sluice.Cli.Terminal;

/// <summary>One line of a block on a terminal.</summary>
/// <param name="Text">The text, colours included.</param>
/// <param name="Cells">The cells that it takes.</param>
internal readonly record struct ScreenLine(string Text, int Cells);
