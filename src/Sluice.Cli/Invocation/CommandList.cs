using Sluice.Cli.Commands;

namespace Sluice.Cli.Invocation;

/// <summary>Every command, in the order of the help page.</summary>
internal static class CommandList
{
    internal static IEnumerable<SluiceCommand> All() =>
    [
        new InitCommand(),
    ];
}
