using System.CommandLine;
using System.CommandLine.Help;
using System.Reflection;
using Sluice.Cli.Projects;
using Sluice.Cli.Talking;
using Sluice.Diagnostics;
using Sluice.Engine;

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
        if (arguments is ["--version"] or ["-V"])
        {
            await host.Output.WriteLineAsync($"sluice {Version}");
            return ExitCode.Ok;
        }

        var line = new CommandText(arguments);
        var talk = new Talk(host.Error, TalkLevel.Info, json: false, new Paint(isOn: false), host.Time);
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
                talk.Show(problems);
                return ExitCode.Usage;
            }

            host = host with { Flags = ProjectFolders.Flags(parsed, host) };
            var global = tree.Global.Read(parsed, line, host);
            talk = new Talk(host.Error, global.Level, global.IsJson, new Paint(global.UsesColors), host.Time);
            return parsed.CommandResult.Command is SluiceCommand command
                ? await command.ExecuteAsync(new CommandCall(parsed, line, host, global, talk), cancellationToken)
                : Help(parsed, tree, host);
        }
        catch (DiagnosticException error)
        {
            talk.Show(error.Diagnostics);
            return ExitCode.Usage;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            talk.Warn("stopped");
            return ExitCode.Interrupted;
        }
        catch (EngineException error)
        {
            talk.Error(error.ToDisplay());
            return ExitCode.Usage;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            talk.Show([UsageErrors.Unreachable(line, error)]);
            return ExitCode.Usage;
        }
        catch (Exception error)
        {
            await CrashReport.WriteAsync(error, line, host, talk);
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
