using Sluice.Cli.Invocation;
using Sluice.Cli.Terminal;

namespace Sluice.Cli.Tests;

/// <summary>The command line in process, with strings for streams.</summary>
internal sealed class FakeHost
{
    internal Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    internal StringWriter Output { get; } = new() { NewLine = "\n" };

    internal StringWriter Error { get; } = new() { NewLine = "\n" };

    internal string StartFolder { get; init; } = Path.GetTempPath();

    internal CommandHost Host => new()
    {
        Output = Output,
        Error = Error,
        StartFolder = StartFolder,
        Environment = Environment.GetValueOrDefault,
    };

    internal Task<int> RunAsync(params string[] arguments) => SluiceCommandLine.RunAsync(arguments, Host, CancellationToken.None);

    /// <summary>Runs with a terminal behind standard error, or without one.</summary>
    internal Task<int> RunAsync(bool isTerminal, string[] arguments) =>
        SluiceCommandLine.RunAsync(arguments, isTerminal ? Host with { Screen = new Screen(Error, () => TerminalSize.Usual) } : Host, CancellationToken.None);
}
