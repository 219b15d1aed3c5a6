using Sluice.Tests.Shared;

namespace Sluice.Benchmarks.Cli;

/// <summary>The command line as users install it: published once per run of the benchmarks, compiled ahead of time where it starts.</summary>
internal sealed class Installed
{
    private readonly string _program;

    private Installed(string program) => _program = program;

    internal static async Task<Installed> PublishAsync(CancellationToken cancellationToken)
    {
        var folder = Path.Combine(Path.GetTempPath(), "sluice-benchmarks", "installed");
        await Processes.RunAsync("node", Clone.Root, [Path.Combine("eng", "install.mjs"), folder], cancellationToken);
        return new Installed(Path.Combine(folder, OperatingSystem.IsWindows() ? "sluice.exe" : "sluice"));
    }

    /// <summary>Runs to the end; throws where it fails.</summary>
    internal Task<Call> CallAsync(string folder, CancellationToken cancellationToken, params string[] arguments) => Processes.RunAsync(_program, folder, arguments, cancellationToken);
}
