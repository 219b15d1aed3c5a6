using System.CommandLine;
using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Projects;
using Sluice.Cli.Running;
using Sluice.Cli.Scenarios;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice runs [run]</c></summary>
internal sealed class RunsCommand() : SluiceCommand("runs", "List the runs of the project, or the steps of one.")
{
    private readonly Option<string?> _projectDir = new("--project-dir") { Description = "The folder that holds dbt_project.yml.", HelpName = "folder" };
    private readonly Option<string?> _scenario = new("--scenario") { Description = "The scenario whose runs are meant. Default: base.", HelpName = "name" };
    private readonly NumberOption _limit = new("--limit", "The most runs listed. Default: 20.");
    private readonly OutputOption _output = new("text", "json");
    private readonly Argument<string?> _run = new("run")
    {
        Description = "A run's id or its beginning, or `last`: its steps are listed.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    internal override async Task<int> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var form = _output.Read(call.Parsed, call.Line);
        var limit = _limit.Read(call.Parsed, call.Line) ?? 20;
        var folder = ProjectFolders.Find(call.Parsed.GetValue(_projectDir) ?? call.Host.EnvironmentFlags.Text("PROJECT_DIR"), call);
        var project = ScenarioChoice.Settle(call, new ProjectSettings { Scenario = call.Parsed.GetValue(_scenario) }, folder);
        return await RunHistoryList.WriteAsync(call, StatePath.In(folder, project.Place), call.Parsed.GetValue(_run), limit, form, cancellationToken);
    }

    protected override void AddOptions()
    {
        Arguments.Add(_run);
        _limit.AddTo(this);
        _output.AddTo(this);
        Options.Add(_projectDir);
        Options.Add(_scenario);
    }
}
