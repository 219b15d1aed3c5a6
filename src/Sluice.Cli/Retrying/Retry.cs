using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Projects;
using Sluice.Cli.Scenarios;
using Sluice.Cli.Talking;
using Sluice.Diagnostics;
using Sluice.Sql.Project;

namespace Sluice.Cli.Retrying;

/// <summary>Runs again what failed or was skipped in the last command, with the options that it had.</summary>
internal static class Retry
{
    private static readonly string[] Commands = ["build", "run", "seed", "snapshot", "test", "compile", "run-operation"];

    /// <summary>Runs it; returns the exit code of the repeated command.</summary>
    /// <param name="call">The call of <c>retry</c>.</param>
    /// <param name="project">Where the project is.</param>
    /// <param name="state">The folder of the earlier results; null for the target folder.</param>
    /// <param name="cancellationToken">Stops the command.</param>
    /// <exception cref="DiagnosticException">There is no earlier command, or it cannot be repeated.</exception>
    internal static async Task<int> RunAsync(CommandCall call, ProjectSettings project, string? state, CancellationToken cancellationToken)
    {
        var folder = ProjectFolders.Find(project.ProjectFolder, call);
        project = ScenarioChoice.Settle(call, project, folder);
        var results = StateFolders.Find(state, call, folder) ?? Path.GetFullPath(project.TargetPath ?? TargetFolder.Of(folder), folder);
        var previous = PreviousRun.Read(results, call.Line);
        var tree = CommandTree.Create();
        var command = tree.Commands.FirstOrDefault(command => Commands.Contains(command.Name, StringComparer.Ordinal) && command.Name == previous.Command)
            ?? throw new DiagnosticException(UsageErrors.CannotRetry(call.Line, previous.Command, Commands));
        command.Build();
        var again = previous.ToRunAgain(call.Global.Warnings.IsError("LogTestResult"));
        call.Talk.Info(again.IsEmpty
            ? $"nothing to retry: no node of the last `{command.Name}` failed or was skipped"
            : $"`{command.Name}` once more for {Amounts.Count(again.Length, "node")} of {previous.Statuses.Length}");

        var arguments = RetryArguments.Of(previous, command, call);
        var line = new CommandText(arguments);
        var parsed = tree.Parse(arguments);
        var problems = UsageCheck.Problems(parsed, tree, line).ToList();
        return problems.Count > 0
            ? throw new DiagnosticException([.. problems])
            : await command.ExecuteAsync(call with { Parsed = parsed, Line = line, Only = again }, cancellationToken);
    }
}
