using System.CommandLine;
using System.CommandLine.Help;
using System.Reflection;
using Sluice.Cli.Projects;
using Sluice.Diagnostics;
using Sluice.Engine;
using Sluice.Sql.Project;

namespace Sluice.Cli.Invocation;

/// <summary>From the arguments to an exit code; every way in which a command can end passes here.</summary>
internal static class SluiceCommandLine
{
    /// <summary>The version that <c>--version</c> shows.</summary>
    internal static string Version { get; } =
        typeof(SluiceCommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    internal static async Task<int> RunAsync(string[] arguments, CommandHost host, CancellationToken cancellationToken)
    {
        // Answered before the tree is built: scripts ask for it often.
        if (arguments is ["--version"] or ["-V"] or ["-v"])
        {
            await host.Output.WriteLineAsync($"sluice {Version}");
            return ExitCode.Ok;
        }

        var line = new CommandText(arguments);
        using var log = new CommandLog(line, host);
        return log.End(await RunAsync(arguments, line, host, log, cancellationToken));
    }

    private static async Task<int> RunAsync(string[] arguments, CommandText line, CommandHost host, CommandLog log, CancellationToken cancellationToken)
    {
        try
        {
            var tree = CommandTree.Create();
            var parsed = tree.Parse(arguments);
            if (parsed.Action is HelpAction || arguments.Length == 0)
            {
                return Help(parsed, tree, host);
            }

            var problems = UsageCheck.Problems(parsed, tree, line).ToList();
            if (problems.Count > 0)
            {
                log.Talk.Show(problems);
                return ExitCode.Usage;
            }

            var project = ProjectFolders.Guess(parsed, host);
            host = project is null ? host : host with { Flags = ProjectFlags.Read(project) };
            var global = tree.Global.Read(parsed, line, host);
            log.Begin(project, parsed, host, global);
            host.Application?.Begins(log.Talk);
            return parsed.CommandResult.Command is SluiceCommand command
                ? await command.ExecuteAsync(new CommandCall(parsed, line, host, global, log.Talk), cancellationToken)
                : Help(parsed, tree, host);
        }
        catch (DiagnosticException error)
        {
            log.Talk.Show(error.Diagnostics);
            return ExitCode.Usage;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            log.Talk.Warn("stopped");
            return ExitCode.Interrupted;
        }
        catch (EngineException error)
        {
            log.Talk.Error(error.ToDisplay());
            return ExitCode.Usage;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            log.Talk.Show([UsageErrors.Unreachable(line, error)]);
            return ExitCode.Usage;
        }
        catch (Exception error)
        {
            await CrashReport.WriteAsync(error, line, host, log.Talk);
            return ExitCode.Usage;
        }
    }

    private static int Help(ParseResult parsed, CommandTree tree, CommandHost host)
    {
        var help = tree.Root.Options.OfType<HelpOption>().First();
        tree.Root.Parse([.. parsed.CommandResult.Command == tree.Root ? [] : new[] { parsed.CommandResult.Command.Name }, help.Name])
            .Invoke(new InvocationConfiguration { Output = host.Output, Error = host.Error });
        return ExitCode.Ok;
    }
}
