using Sluice.Cli.Invocation;
using Sluice.Cli.Talking;
using Sluice.Diagnostics;
using Sluice.Engine;

namespace Sluice.Cli.Scenarios;

/// <summary>One of several calls that a command makes of itself: what it says carries its name, and its failure is its own.</summary>
internal static class ScenarioCall
{
    /// <summary>The call as one scenario makes it.</summary>
    /// <param name="call">The call of the command.</param>
    /// <param name="name">The scenario.</param>
    /// <param name="gate">The lock of standard error that all of them share.</param>
    /// <param name="output">Takes what goes to standard output.</param>
    /// <param name="least">What lies below is not said.</param>
    internal static CommandCall Of(CommandCall call, string name, Lock gate, TextWriter output, TalkLevel least = TalkLevel.Debug)
    {
        // Lines for programs stay JSON; the invocation's id tells those of one call apart from others.
        var error = new PrefixWriter(call.Host.Error, call.Talk.IsJson ? "" : $"[{name}] ", gate);
        return call with
        {
            Host = call.Host with { Error = error, Output = output, Screen = null },
            Talk = new Talk(error, (TalkLevel)Math.Max((int)call.Talk.Level, (int)least), call.Talk.IsJson, call.Talk.Paint, call.Host.Time) { File = call.Talk.File, Invocation = call.Talk.Invocation },
        };
    }

    /// <summary>Does the work; a failure is shown, and becomes the exit code that the command alone would have had.</summary>
    internal static async Task<int> GuardAsync(CommandCall call, Func<Task<int>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work();
        }
        catch (DiagnosticException error)
        {
            call.Talk.Show(error.Diagnostics);
            return ExitCode.Usage;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            call.Talk.Warn("stopped");
            return ExitCode.Interrupted;
        }
        catch (EngineException error)
        {
            call.Talk.Error(error.ToDisplay());
            return ExitCode.Usage;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            call.Talk.Show([UsageErrors.Unreachable(call.Line, error)]);
            return ExitCode.Usage;
        }
        catch (Exception error)
        {
            await CrashReport.WriteAsync(error, call.Line, call.Host, call.Talk);
            return ExitCode.Usage;
        }
    }
}
