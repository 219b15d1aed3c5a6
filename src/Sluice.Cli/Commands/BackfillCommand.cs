using System.CommandLine;
using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Projects;
using Sluice.Cli.Running;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice backfill --from 2024 --to 2026</c></summary>
internal sealed class BackfillCommand() : SluiceCommand("backfill", "Build what is missing or no longer true in a range of partitions, in their order.")
{
    private readonly ProjectOptions _project = new();
    private readonly SelectionOptions _selection = new();
    private readonly RunOptions _run = new();
    private readonly OutputOption _output = new("text", "json");
    private readonly Option<string?> _from = new("--from") { Description = "The first partition. Default: the first of all.", HelpName = "key" };
    private readonly Option<string?> _to = new("--to") { Description = "The last partition. Default: the last of all.", HelpName = "key" };

    internal override IReadOnlyList<string> Examples => ["sluice backfill --from 2024 --to 2026 --select +fct_snapshot"];

    internal override async Task<int> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var form = _output.Read(call.Parsed, call.Line);
        var settings = _run.Read(call.Parsed, call.Line, call.Host);
        var selection = _selection.Read(call.Parsed, call.Line, call.Host);
        await using var session = await ProjectSession.OpenAsync(
            call, _project.Read(call.Parsed, call.Line, call.Host), Verb.Run.Name, settings, cancellationToken);
        var range = PartitionList.Between(call.Parsed.GetValue(_from), call.Parsed.GetValue(_to), session.Project.Partitions.Values, call.Line);
        return await new ProjectRun(call, session, Verb.Run, settings with { Partitions = [.. range.Select(key => key.Text!)] }).RunAsync(selection, form, cancellationToken);
    }

    protected override void AddOptions()
    {
        Options.Add(_from);
        Options.Add(_to);
        _selection.AddTo(this);
        _run.AddTo(this);
        _output.AddTo(this);
        _project.AddTo(this);
    }
}
