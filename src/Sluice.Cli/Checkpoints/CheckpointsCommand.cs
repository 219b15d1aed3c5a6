using System.CommandLine;
using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Projects;
using Sluice.Cli.Scenarios;

namespace Sluice.Cli.Checkpoints;

/// <summary><c>sluice checkpoints</c></summary>
internal sealed class CheckpointsCommand() : SluiceCommand("checkpoints", "List the checkpoints that are kept: what each partition held when a stage had ended.")
{
    private readonly Option<string?> _projectDir = new("--project-dir") { Description = "The folder that holds dbt_project.yml.", HelpName = "folder" };
    private readonly Option<string?> _scenario = new("--scenario") { Description = "The scenario whose checkpoints are meant. Default: base.", HelpName = "name" };
    private readonly Switch _all = new("all", "List earlier checkpoints too, not only the last one of each partition and stage.");
    private readonly OutputOption _output = new("text", "json");

    internal override async Task<int> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var form = _output.Read(call.Parsed, call.Line);
        var all = _all.Read(call.Parsed, call.Host.EnvironmentFlags) ?? false;
        var folder = ProjectFolders.Find(call.Parsed.GetValue(_projectDir) ?? call.Host.EnvironmentFlags.Text("PROJECT_DIR"), call);
        var project = ScenarioChoice.Settle(call, new ProjectSettings { Scenario = call.Parsed.GetValue(_scenario) }, folder);
        return await CheckpointList.WriteAsync(call, StatePath.In(folder, project.Place), all, form, cancellationToken);
    }

    protected override void AddOptions()
    {
        _all.AddTo(this);
        _output.AddTo(this);
        Options.Add(_projectDir);
        Options.Add(_scenario);
    }
}
