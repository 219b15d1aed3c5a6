using Sluice.Cli.Invocation;
using Sluice.Cli.Projects;
using Sluice.Diagnostics;
using Sluice.Engine;
using Sluice.Plans;

namespace Sluice.Cli.Planning;

/// <summary>Carries out a plan that was saved, with the options that it was made with.</summary>
internal static class SavedPlan
{
    /// <summary>Runs it; returns the exit code of the command that was planned.</summary>
    /// <param name="call">The call of <c>apply</c>.</param>
    /// <param name="file">The file of the plan.</param>
    /// <param name="folder">Where the project is; null for this folder or the nearest above it.</param>
    /// <param name="more">Further options of the call, which go to the command.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <exception cref="DiagnosticException">The file holds no plan, or the command of a plan no longer exists.</exception>
    internal static async Task<int> ApplyAsync(CommandCall call, string file, string? folder, IEnumerable<string> more, CancellationToken cancellationToken)
    {
        var (plan, arguments) = PlanFile.Read(Path.GetFullPath(file, call.Host.StartFolder), call);
        var tree = CommandTree.Create();
        string[] all = [.. arguments, "--project-dir", ProjectFolders.Find(folder, call), .. more];
        var line = new CommandText(all);
        var parsed = tree.Parse(all);
        var problems = UsageCheck.Problems(parsed, tree, line).ToList();
        return problems.Count > 0 || parsed.CommandResult.Command is not SluiceCommand command
            ? throw new DiagnosticException([.. problems])
            : await command.ExecuteAsync(call with { Parsed = parsed, Line = line, Plan = plan }, cancellationToken);
    }

    /// <summary>Refuses a plan that lacks steps which the same request would now have.</summary>
    /// <exception cref="EngineException">It does.</exception>
    internal static void RequireWhole(RunPlan saved, RunPlan now)
    {
        var known = saved.Steps.Select(step => step.Step).ToHashSet();
        var added = now.Steps.Where(step => !known.Contains(step.Step)).Select(step => step.Title).ToList();
        if (added.Count > 0)
        {
            throw new EngineException(
                "SLUICE3023", $"the plan no longer fits: {string.Join("; ", added.Take(5).Select(title => $"{title} is new"))}{(added.Count > 5 ? $"; and {added.Count - 5} more" : "")}", "make a new plan");
        }
    }
}
