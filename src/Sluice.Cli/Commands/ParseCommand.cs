using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Projects;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice parse</c></summary>
internal sealed class ParseCommand() : SluiceCommand("parse", "Read the project and report everything that is wrong with it.")
{
    private readonly ProjectOptions _project = new();

    internal override async Task<int> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        await using var session = await ProjectSession.OpenAsync(call, _project.Read(call.Parsed, call.Line, call.Host), Name, new RunSettings(), cancellationToken);
        session.CreateGraph(runner: null);
        call.Talk.Info($"{session.Describe()}: nothing wrong");
        return ExitCode.Ok;
    }

    protected override void AddOptions() => _project.AddTo(this);
}
