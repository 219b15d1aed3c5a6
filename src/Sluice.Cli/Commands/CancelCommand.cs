using System.CommandLine;
using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Projects;
using Sluice.Cli.Running;
using Sluice.Cli.Scenarios;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice cancel [run]</c></summary>
internal sealed class CancelCommand() : SluiceCommand("cancel", "Stop the run at work in this project, whichever process runs it.")
{
    private readonly Option<string?> _projectDir = new("--project-dir") { Description = "The folder that holds dbt_project.yml.", HelpName = "folder" };
    private readonly Option<string?> _scenario = new("--scenario") { Description = "The scenario whose run is meant. Default: base.", HelpName = "name" };
    private readonly WaitOption _wait = new("How long to wait until the run has stopped: 30s, 5m, 0. Default: 1m.");
    private readonly Argument<string?> _run = new("run")
    {
        Description = "The run's id or its beginning. Default: the run at work.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    internal override async Task<int> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var wait = _wait.Read(call.Parsed, call.Line) ?? TimeSpan.FromMinutes(1);
        var folder = ProjectFolders.Find(call.Parsed.GetValue(_projectDir) ?? call.Host.EnvironmentFlags.Text("PROJECT_DIR"), call);
        var project = ScenarioChoice.Settle(call, new ProjectSettings { Scenario = call.Parsed.GetValue(_scenario) }, folder);
        return await Cancelling.CancelAsync(call, StatePath.In(folder, project.Place), call.Parsed.GetValue(_run), wait, cancellationToken);
    }

    protected override void AddOptions()
    {
        Arguments.Add(_run);
        _wait.AddTo(this);
        Options.Add(_projectDir);
        Options.Add(_scenario);
    }
}
