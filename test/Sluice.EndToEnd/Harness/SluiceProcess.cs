using System.Diagnostics;
using System.Text;

namespace Sluice.EndToEnd.Harness;

/// <summary>How a call of the command line ended.</summary>
/// <param name="Exit">The exit code; 128 + signal where one ended the process.</param>
/// <param name="Output">Standard output, lines ended by <c>\n</c>.</param>
/// <param name="Error">Standard error, lines ended by <c>\n</c>.</param>
internal sealed record CallResult(int Exit, string Output, string Error)
{
    /// <summary>Fails the test with everything that was said, where the exit code is another one.</summary>
    internal CallResult Ends(int exit)
    {
        Assert.True(Exit == exit, $"exit {Exit}, expected {exit}\n--- stdout\n{Output}\n--- stderr\n{Error}");
        Assert.DoesNotContain("   at Sluice.", Error, StringComparison.Ordinal);
        return this;
    }
}

/// <summary>The command line as a real process.</summary>
internal static class SluiceProcess
{
    private static readonly string Dll = Path.Combine(AppContext.BaseDirectory, "Sluice.Cli.dll");

    /// <summary>Starts <c>sluice</c> in a folder, without the test's own DBT_ and SLUICE_ variables.</summary>
    internal static Process Start(string folder, IReadOnlyDictionary<string, string>? environment, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.ArgumentList.Add(Dll);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("DBT_", StringComparison.Ordinal) || name.StartsWith("SLUICE_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Runs to the end; a call that takes longer than two minutes is killed and fails the test.</summary>
    internal static async Task<CallResult> RunAsync(string folder, IReadOnlyDictionary<string, string>? environment, params IEnumerable<string> arguments)
    {
        using var process = Start(folder, environment, arguments);
        return await EndAsync(process);
    }

    internal static async Task<CallResult> EndAsync(Process process)
    {
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"the call did not end within two minutes\n{await output}\n{await error}");
        }

        return new CallResult(process.ExitCode, (await output).ReplaceLineEndings("\n"), (await error).ReplaceLineEndings("\n"));
    }
}
