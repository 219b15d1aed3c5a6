using Sluice.Cli.Invocation;

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
}
