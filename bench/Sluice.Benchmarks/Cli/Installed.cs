using System.Diagnostics;
using System.Globalization;

namespace Sluice.Benchmarks.Cli;

/// <summary>The command line as users install it: published once per run of the benchmarks, compiled ahead of time where it starts.</summary>
internal sealed class Installed
{
    private readonly string _program;

    private Installed(string program) => _program = program;

    /// <summary>The repository's root.</summary>
    internal static string Root { get; } = FindRoot();

    internal static async Task<Installed> PublishAsync(CancellationToken cancellationToken)
    {
        var folder = Path.Combine(Path.GetTempPath(), "sluice-benchmarks", "installed");
        var (exit, _, text) = await RunAsync("node", Root, [Path.Combine("eng", "install.mjs"), folder], cancellationToken);
        return exit == 0
            ? new Installed(Path.Combine(folder, OperatingSystem.IsWindows() ? "sluice.exe" : "sluice"))
            : throw new InvalidOperationException($"the command line could not be published: {text.Error}{text.Output}");
    }

    /// <summary>Runs to the end; throws where it fails.</summary>
    internal async Task<Call> CallAsync(string folder, CancellationToken cancellationToken, params string[] arguments)
    {
        var start = Stopwatch.GetTimestamp();
        var (exit, peak, text) = await RunAsync(_program, folder, arguments, cancellationToken);
        var time = Stopwatch.GetElapsedTime(start);
        return exit == 0
            ? new Call(time, text.Output, peak)
            : throw new InvalidOperationException($"sluice {string.Join(' ', arguments)} ended with {exit.ToString(CultureInfo.InvariantCulture)}: {text.Error}");
    }

    private static async Task<(int Exit, long PeakBytes, (string Output, string Error) Text)> RunAsync(
        string program, string folder, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        var peak = PeakAsync(process, cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, await peak, (await output, await error));
    }

    // The system forgets a process's peak with the process, so it is read while it lives.
    private static async Task<long> PeakAsync(Process process, CancellationToken cancellationToken)
    {
        var peak = 0L;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!process.HasExited && await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                process.Refresh();
                peak = Math.Max(peak, process.PeakWorkingSet64);
            }
            catch (InvalidOperationException)
            {
                break;
            }
        }

        return peak;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Sluice.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("Sluice.slnx lies in no folder above the benchmarks");
    }
}

/// <summary>One call of the command line.</summary>
/// <param name="Time">From the start of the process to its end.</param>
/// <param name="Output">Standard output.</param>
/// <param name="PeakBytes">The most memory that the process had at once.</param>
internal sealed record Call(TimeSpan Time, string Output, long PeakBytes);
