using System.Diagnostics;

namespace Sluice.Benchmarks;

/// <summary>Runs a program to its end.</summary>
internal static class Processes
{
    /// <summary>Gives its time, its output and the most memory that it had at once; throws where it fails.</summary>
    /// <param name="program">The program.</param>
    /// <param name="folder">Where it works.</param>
    /// <param name="arguments">What it is called with.</param>
    /// <param name="cancellationToken">Stops waiting for it.</param>
    /// <param name="variables">Variables of its environment beside ours; null removes one.</param>
    internal static async Task<Call> RunAsync(
        string program, string folder, IEnumerable<string> arguments, CancellationToken cancellationToken, params (string Name, string? Value)[] variables)
    {
        var info = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in variables)
        {
            info.Environment[name] = value;
        }

        var start = Stopwatch.GetTimestamp();
        using var process = Process.Start(info)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        var peak = PeakAsync(process, cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        var time = Stopwatch.GetElapsedTime(start);
        return process.ExitCode == 0
            ? new Call(time, await output, await peak)
            : throw new InvalidOperationException($"{Path.GetFileName(program)} {string.Join(' ', info.ArgumentList)} ended with {process.ExitCode}: {await error}{await output}");
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
}

/// <summary>One call of a program.</summary>
/// <param name="Time">From the start of the process to its end.</param>
/// <param name="Output">Standard output.</param>
/// <param name="PeakBytes">The most memory that the process had at once.</param>
internal sealed record Call(TimeSpan Time, string Output, long PeakBytes);
