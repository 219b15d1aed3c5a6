using System.CommandLine;
using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Projects;
using Sluice.Cli.Showing;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice show</c></summary>
internal sealed class ShowCommand() : QueryCommand(
    "show",
    "Show rows of a model, a seed or a query, without building anything.",
    inline: "A query, with `ref` and everything else that a model may use.",
    partition: "The partition to show. Default: the last one.")
{
    private readonly NumberOption _limit = new("--limit", "The most rows shown; -1 for all. Default: 5.", least: -1);
    private readonly Option<string?> _plain = new("--inline-direct") { Description = "A query as it is: braces have no meaning in it.", HelpName = "sql" };

    internal override IReadOnlyList<string> Examples => ["sluice show --inline \"select count(*) from {{ ref('customers') }}\""];

    protected override Task<int> ExecuteAsync(CommandCall call, ProjectSession session, QueryRequest request, CancellationToken cancellationToken) =>
        new Preview(call, session, _limit.Read(call.Parsed, call.Line) ?? 5, request.Partition) { Plain = call.Parsed.GetValue(_plain) }
            .ShowAsync(request.Inline, request.Selection, request.Form, cancellationToken);

    protected override void AddOptions()
    {
        _limit.AddTo(this);
        Options.Add(_plain);
        base.AddOptions();
    }
}
