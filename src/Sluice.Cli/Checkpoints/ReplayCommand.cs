using System.CommandLine;
using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Projects;
using Sluice.Cli.Running;
using Sluice.Diagnostics;

namespace Sluice.Cli.Checkpoints;

/// <summary><c>sluice replay --from stage</c></summary>
internal sealed class ReplayCommand() : SluiceCommand("replay", "Run a stage and all behind it again, whatever they hold.")
{
    private readonly ProjectOptions _project = new();
    private readonly RunOptions _run = new();
    private readonly OutputOption _output = new("text", "json");
    private readonly Option<string?> _from = new("--from") { Description = "The stage to begin with. Default: the first one.", HelpName = "stage" };

    internal override IReadOnlyList<string> Examples => ["sluice replay --from validation", "sluice replay --from validation --partition 2027"];

    internal override async Task<int> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var form = _output.Read(call.Parsed, call.Line);
        var settings = _run.Read(call.Parsed, call.Line, call.Host);
        var (stage, partition) = (call.Parsed.GetValue(_from), settings.Partitions.FirstOrDefault());
        if (settings.Partitions.Length > 1 || (stage is null && partition is null))
        {
            throw new DiagnosticException(UsageErrors.BadValue(
                call.Line, -1, "`replay` begins at one place", "name a stage with `--from`, a partition with `--partition`, or both"));
        }

        var project = _project.Read(call.Parsed, call.Line, call.Host);
        await using var session = await ProjectSession.OpenAsync(call, project, "run", settings, cancellationToken);
        settings = settings with { Partitions = [], Again = AgainSettings.Of(call, session.Project, partition, stage, all: false) };
        return await new ProjectRun(call, session, Verb.Run, settings).RunAsync(new SelectionSettings(), form, cancellationToken);
    }

    protected override void AddOptions()
    {
        Options.Add(_from);
        _run.AddTo(this);
        _output.AddTo(this);
        _project.AddTo(this);
    }
}
