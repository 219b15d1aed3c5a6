using System.Diagnostics;

namespace Sluice.Cli.Crashing;

/// <summary>How a call of the command line in a process of its own ended.</summary>
/// <param name="Exit">The exit code; above 128 where a signal ended it.</param>
/// <param name="Killed">True where it was killed from here, or killed itself at a crash point.</param>
/// <param name="Said">What it said to people.</param>
/// <param name="Took">How long it ran.</param>
internal sealed record OwnResult(int Exit, bool Killed, string Said, TimeSpan Took);

/// <summary>This program once more, in a process of its own that may be killed.</summary>
internal static class OwnProcess
{
    private const string Name = "Sluice.Cli";
    private const int KilledExit = 128 + 9;

    /// <summary>Runs to the end, or kills it on the way.</summary>
    /// <param name="folder">Where it is called.</param>
    /// <param name="program">The assembly of an application; null for <c>sluice</c> itself.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="killAfter">When it is killed, counted from its start; null for never.</param>
    /// <param name="crashAt">The crash point at which it kills itself; null for none.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Kills it.</param>
    internal static async Task<OwnResult> RunAsync(
        string folder, string? program, IEnumerable<string> arguments, TimeSpan? killAfter, string? crashAt, TimeProvider time, CancellationToken cancellationToken = default)
    {
        var begun = time.GetTimestamp();
        using var process = Process.Start(Call(folder, program, arguments, crashAt))!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var killed = false;
        try
        {
            await process.WaitForExitAsync(cancellationToken).WaitAsync(killAfter ?? Timeout.InfiniteTimeSpan, time, cancellationToken);
        }
        catch (Exception reason) when (reason is TimeoutException or OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
            // It may have ended by itself at the very moment.
            killed = process.ExitCode == KilledExit;
        }

        var said = await output + await error;
        return new OwnResult(process.ExitCode, killed || (crashAt is not null && process.ExitCode == KilledExit), said, time.GetElapsedTime(begun));
    }

    private static ProcessStartInfo Call(string folder, string? program, IEnumerable<string> arguments, string? crashAt)
    {
        // Installed, the process is the program itself; otherwise the runtime was told to load it, or a test holds it.
        var path = Environment.ProcessPath;
        var isItself = program is null && System.Reflection.Assembly.GetEntryAssembly()?.GetName().Name == Name && Path.GetFileNameWithoutExtension(path) != "dotnet";
        var start = new ProcessStartInfo(isItself ? path! : "dotnet")
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in isItself ? arguments : arguments.Prepend(program ?? Path.Combine(AppContext.BaseDirectory, Name + ".dll")))
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Remove(Runs.CrashPoint.Variable);
        if (crashAt is not null)
        {
            start.Environment[Runs.CrashPoint.Variable] = crashAt;
        }

        return start;
    }
}
