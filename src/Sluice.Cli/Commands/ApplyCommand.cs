using System.CommandLine;
using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Planning;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice apply PLAN</c></summary>
internal sealed class ApplyCommand() : SluiceCommand("apply", "Carry out a plan that `plan --out` has written, unless the project or the data has moved since.")
{
    private readonly Option<string?> _projectDir = new("--project-dir") { Description = "The folder that holds dbt_project.yml. Default: this folder or the nearest above it.", HelpName = "folder" };
    private readonly WaitOption _wait = new("How long to wait while another process holds the database or the project: 30s, 5m, 0. Default: 10s.");
    private readonly OutputOption _output = new("text", "json");
    private readonly Argument<string> _plan = new("plan") { Description = "The file of the plan." };

    internal override IReadOnlyList<string> Examples => ["sluice plan --out plan.json && sluice apply plan.json"];

    internal override Task<int> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var form = _output.Read(call.Parsed, call.Line);
        string[] wait = _wait.Read(call.Parsed, call.Line) is { } span ? ["--wait", $"{span.TotalMilliseconds:0}ms"] : [];
        return SavedPlan.ApplyAsync(
            call, call.Parsed.GetValue(_plan)!, call.Parsed.GetValue(_projectDir) ?? call.Host.EnvironmentFlags.Text("PROJECT_DIR"), [.. wait, "--output", form], cancellationToken);
    }

    protected override void AddOptions()
    {
        Arguments.Add(_plan);
        _wait.AddTo(this);
        _output.AddTo(this);
        Options.Add(_projectDir);
    }
}
