using Sluice.Cli.Invocation;
using Sluice.Cli.Projects;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice clean</c></summary>
internal sealed class CleanCommand() : ProjectCommand("clean", "Delete the folders that clean-targets lists; databases and the history of runs stay.")
{
    protected override Task<int> ExecuteAsync(CommandCall call, ProjectSession session, CancellationToken cancellationToken)
    {
        session.Artifacts.AreKept = false;
        return Task.FromResult(Cleaning.Clean(call, session));
    }
}
