using System.Collections.Immutable;
using System.CommandLine;
using Sluice.Cli.Invocation;
using Sluice.Cli.Listing;
using Sluice.Cli.Options;
using Sluice.Cli.Projects;
using Sluice.Sql.Artifacts;
using Sluice.Sql.Nodes;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice ls</c></summary>
internal sealed class ListCommand : SluiceCommand
{
    private readonly ProjectOptions _project = new();
    private readonly SelectionOptions _selection = new();
    private readonly OutputOption _output = new("selector", "name", "path", "json");
    private readonly Option<string[]> _keys = new("--output-keys")
    {
        Description = "The members of the JSON form.",
        HelpName = "keys",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
    };

    internal ListCommand()
        : base("ls", "List the nodes of the project.") => Aliases.Add("list");

    internal override IReadOnlyList<string> Examples => ["sluice ls --select +customers --output path"];

    internal override async Task<int> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var form = _output.Read(call.Parsed, call.Line);
        var keys = Keys(call);
        var selection = _selection.Read(call.Parsed, call.Line, call.Host);
        await using var session = await ProjectSession.OpenAsync(call, _project.Read(call.Parsed, call.Line, call.Host), Name, new RunSettings(), cancellationToken);
        var nodes = session.Select(selection, []).Where(node => node is not AnalysisNode || _selection.Names(call.Parsed, "analysis"));
        foreach (var line in form == "json" ? Json(session, [.. nodes], keys) : nodes.Select(node => NodeLines.Text(node, form)))
        {
            await call.Host.Output.WriteLineAsync(line);
        }

        return ExitCode.Ok;
    }

    protected override void AddOptions()
    {
        _selection.AddTo(this);
        _output.AddTo(this);
        Options.Add(_keys);
        _project.AddTo(this);
    }

    private static IEnumerable<string> Json(ProjectSession session, List<SqlNode> nodes, ImmutableArray<string> keys) =>
        nodes.Zip(ManifestFile.Entries(nodes, session.Project, session.Artifacts.Run), (node, entry) => NodeLines.Json(node, entry, keys));

    private ImmutableArray<string> Keys(CommandCall call) =>
        [.. (call.Parsed.GetValue(_keys) ?? []).SelectMany(value => value.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))];
}
