using System.CommandLine;
using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Projects;
using Sluice.Cli.Showing;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice show</c></summary>
internal sealed class ShowCommand() : SluiceCommand("show", "Show rows of a model, a seed or a query, without building anything.")
{
    private readonly ProjectOptions _project = new();
    private readonly SelectionOptions _selection = new();
    private readonly OutputOption _output = new("text", "json");
    private readonly Option<string?> _inline = new("--inline") { Description = "A query, with `ref` and everything else that a model may use.", HelpName = "sql" };
    private readonly NumberOption _limit = new("--limit", "The most rows shown; -1 for all. Default: 5.", least: -1);
    private readonly Option<string?> _partition = new("--partition") { Description = "The partition to show. Default: the last one.", HelpName = "key" };

    internal override IReadOnlyList<string> Examples => ["sluice show --inline \"select count(*) from {{ ref('customers') }}\""];

    internal override async Task<int> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var form = _output.Read(call.Parsed, call.Line);
        var selection = _selection.Read(call.Parsed, call.Line, call.Host);
        await using var session = await ProjectSession.OpenAsync(call, _project.Read(call.Parsed, call.Line, call.Host), Name, new RunSettings(), cancellationToken);
        var preview = new Preview(call, session, _limit.Read(call.Parsed, call.Line) ?? 5, call.Parsed.GetValue(_partition));
        return await preview.ShowAsync(call.Parsed.GetValue(_inline), selection, form, cancellationToken);
    }

    protected override void AddOptions()
    {
        _selection.AddTo(this);
        Options.Add(_inline);
        _limit.AddTo(this);
        Options.Add(_partition);
        _output.AddTo(this);
        _project.AddTo(this);
    }
}
