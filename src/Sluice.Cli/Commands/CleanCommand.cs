using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Projects;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice clean</c></summary>
internal sealed class CleanCommand() : SluiceCommand("clean", "Delete the folders that clean-targets lists; databases and the history of runs stay.")
{
    private readonly ProjectOptions _project = new();

    internal override async Task<int> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        await using var session = await ProjectSession.OpenAsync(call, _project.Read(call.Parsed, call.Line, call.Host), Name, new RunSettings(), cancellationToken);
        return Cleaning.Clean(call, session);
    }

    protected override void AddOptions() => _project.AddTo(this);
}
