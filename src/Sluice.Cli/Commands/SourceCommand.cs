using System.CommandLine;
using Sluice.Cli.Freshness;
using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Projects;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice source freshness</c></summary>
internal sealed class SourceCommand() : SluiceCommand("source", "Look how old the newest rows of sources are: source freshness.")
{
    private readonly ProjectOptions _project = new();
    private readonly SelectionOptions _selection = new();
    private readonly Argument<string> _what = new("what") { Description = "freshness" };
    private readonly Option<string?> _output = new("--output", "-o") { Description = "The file of the results. Default: target/sources.json.", HelpName = "file" };

    internal override IReadOnlyList<string> Examples => ["sluice source freshness --select source:shop"];

    internal override async Task<int> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var selection = _selection.Read(call.Parsed, call.Line, call.Host);
        var output = call.Parsed.GetValue(_output) is { } path ? Path.GetFullPath(path, call.Host.StartFolder) : null;
        await using var session = await ProjectSession.OpenAsync(
            call, _project.Read(call.Parsed, call.Line, call.Host), "freshness", new RunSettings(), cancellationToken);
        return await new FreshnessCheck(call, session).RunAsync(selection, output, cancellationToken);
    }

    protected override void AddOptions()
    {
        _what.AcceptOnlyFromAmong("freshness", "snapshot-freshness");
        Arguments.Add(_what);
        _selection.AddTo(this);
        Options.Add(_output);
        _project.AddTo(this);
    }
}
