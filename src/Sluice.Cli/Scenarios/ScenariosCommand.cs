using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Projects;

namespace Sluice.Cli.Scenarios;

/// <summary><c>sluice scenarios</c></summary>
internal sealed class ScenariosCommand() : SluiceCommand("scenarios", "List the scenarios of the project: what each changes, and how its last run ended.")
{
    private readonly ProjectOptions _project = new();
    private readonly OutputOption _output = new("text", "json");

    internal override async Task<int> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var form = _output.Read(call.Parsed, call.Line);
        await using var session = await ProjectSession.OpenAsync(
            call, _project.Read(call.Parsed, call.Line, call.Host), "ls", new RunSettings(), cancellationToken);
        session.Artifacts.AreKept = false;
        await ScenarioList.WriteAsync(call, session, form, cancellationToken);
        return ExitCode.Ok;
    }

    protected override void AddOptions()
    {
        _output.AddTo(this);
        _project.AddTo(this);
    }
}
