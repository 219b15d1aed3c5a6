using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Projects;

namespace Sluice.Cli.Commands;

/// <summary>A command that opens the project and does one thing with it.</summary>
/// <param name="name">The verb.</param>
/// <param name="description">One sentence for the list of commands.</param>
internal abstract class ProjectCommand(string name, string description) : SluiceCommand(name, description)
{
    private readonly ProjectOptions _project = new();

    internal sealed override async Task<int> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var project = _project.Read(call.Parsed, call.Line, call.Host);
        await using var session = await ProjectSession.OpenAsync(call, project, Name, new RunSettings(), cancellationToken);
        return await ExecuteAsync(call, session, cancellationToken);
    }

    /// <summary>Does the work; returns the exit code.</summary>
    protected abstract Task<int> ExecuteAsync(CommandCall call, ProjectSession session, CancellationToken cancellationToken);

    protected override void AddOptions() => _project.AddTo(this);
}
