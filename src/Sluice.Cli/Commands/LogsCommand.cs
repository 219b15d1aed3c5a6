using System.CommandLine;
using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Projects;
using Sluice.Cli.Running;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice logs [run] [--step NAME]</c></summary>
internal sealed class LogsCommand() : SluiceCommand("logs", "Show what happened in a run, event by event.")
{
    private readonly Option<string?> _projectDir = new("--project-dir") { Description = "The folder that holds dbt_project.yml.", HelpName = "folder" };
    private readonly Option<string?> _step = new("--step") { Description = "Only what is about one step: orders, or orders[2026].", HelpName = "name" };
    private readonly OutputOption _output = new("text", "json");
    private readonly Argument<string?> _run = new("run")
    {
        Description = "The run's id or its beginning. Default: the last run.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    internal override Task<int> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var form = _output.Read(call.Parsed, call.Line);
        var folder = ProjectFolders.Find(call.Parsed.GetValue(_projectDir) ?? call.Host.EnvironmentFlags.Text("PROJECT_DIR"), call);
        return RunLog.WriteAsync(call, folder, call.Parsed.GetValue(_run) ?? "last", call.Parsed.GetValue(_step), form, cancellationToken);
    }

    protected override void AddOptions()
    {
        Arguments.Add(_run);
        Options.Add(_step);
        _output.AddTo(this);
        Options.Add(_projectDir);
    }
}
