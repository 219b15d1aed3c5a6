using System.CommandLine;
using Sluice.Cli.Graphing;
using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Projects;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice graph [cycles|hidden]</c></summary>
internal sealed class GraphCommand() : SluiceCommand("graph", "Show what reads what; its cycles, or what is read without a ref.")
{
    private static readonly string[] Parts = ["assets", "cycles", "hidden"];
    private readonly ProjectOptions _project = new();
    private readonly SelectionOptions _selection = new();
    private readonly OutputOption _output = new("text", "json", "dot");
    private readonly Argument<string?> _what = new("what")
    {
        Description = "assets, cycles (those that `prev` resolves and those that stay) or hidden (tables that are read by name). Default: assets.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    internal override IReadOnlyList<string> Examples => ["sluice graph --output dot | dot -Tsvg > graph.svg", "sluice graph cycles"];

    internal override async Task<int> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var what = UsageErrors.OneOf(call.Parsed.GetValue(_what) ?? Parts[0], Parts, part => part, "part of the graph", call.Line);
        var form = _output.Read(call.Parsed, call.Line);
        var selection = _selection.Read(call.Parsed, call.Line, call.Host);
        await using var session = await ProjectSession.OpenAsync(
            call, _project.Read(call.Parsed, call.Line, call.Host), Name, new RunSettings(), cancellationToken);
        session.Artifacts.AreKept = false;
        return what switch
        {
            "cycles" => await CycleListing.WriteAsync(call, session.CreateGraphWithCycles(), form),
            "hidden" => await HiddenListing.WriteAsync(call, session, selection, form, cancellationToken),
            _ => await GraphListing.WriteAsync(call, session.CreateGraphWithCycles(), [.. session.Select(selection, []).Select(node => node.UniqueId)], form),
        };
    }

    protected override void AddOptions()
    {
        Arguments.Add(_what);
        _selection.AddTo(this);
        _output.AddTo(this);
        _project.AddTo(this);
    }
}
