using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Projects;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice debug</c></summary>
internal sealed class DebugCommand() : SluiceCommand("debug", "Show which project, profile and database are used, and whether the database opens.")
{
    private readonly ProjectOptions _project = new();
    private readonly OutputOption _output = new("text", "json");

    internal override async Task<int> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var form = _output.Read(call.Parsed, call.Line);
        await using var session = await ProjectSession.OpenAsync(call, _project.Read(call.Parsed, call.Line, call.Host), Name, new RunSettings(), cancellationToken);
        session.Artifacts.AreKept = false;
        return await Showing.Checkup.RunAsync(call, session, form, cancellationToken);
    }

    protected override void AddOptions()
    {
        _output.AddTo(this);
        _project.AddTo(this);
    }
}
