using Sluice.Cli.Invocation;
using Sluice.Cli.Projects;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice parse</c></summary>
internal sealed class ParseCommand() : ProjectCommand("parse", "Read the project and report everything that is wrong with it.")
{
    protected override Task<int> ExecuteAsync(CommandCall call, ProjectSession session, CancellationToken cancellationToken)
    {
        session.Artifacts.AreThePoint = true;
        session.Artifacts.BeginManifest();
        session.CreateGraph(runner: null);
        call.Talk.Info($"{session.Describe()}: nothing wrong");
        return Task.FromResult(ExitCode.Ok);
    }
}
