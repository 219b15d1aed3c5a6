using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Projects;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice clean</c></summary>
internal sealed class CleanCommand() : SluiceCommand("clean", "Delete the folders that clean-targets lists; databases and the history of runs stay.")
{
    private readonly ProjectOptions _project = new();
    private readonly Switch _insideOnly = new("clean-project-files-only", "Accepted without effect: nothing outside of the project is ever deleted.") { Hidden = true };

    internal override Task<int> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var project = _project.Read(call.Parsed, call.Line, call.Host);
        return Task.FromResult(Cleaning.Clean(call, ProjectFolders.Find(project.ProjectFolder, call)));
    }

    protected override void AddOptions()
    {
        _insideOnly.AddTo(this);
        _project.AddTo(this);
    }
}
