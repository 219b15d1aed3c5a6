using System.CommandLine;
using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Projects;

namespace Sluice.Cli.Comparing;

/// <summary><c>sluice diff A B</c></summary>
internal sealed class DiffCommand() : SluiceCommand("diff", "Compare what two scenarios, or two runs, have built: rows, changed values by key, figures by partition.")
{
    private readonly ProjectOptions _project = new();
    private readonly SelectionOptions _selection = new();
    private readonly OutputOption _output = new("table", "json", "csv");
    private readonly Argument<string> _a = new("a") { Description = "A scenario, `base`, a database file, or the target folder of a run." };
    private readonly Argument<string> _b = new("b") { Description = "The other one." };
    private readonly Option<string?> _html = new("--html") { Description = "Write a page with charts too.", HelpName = "file" };
    private readonly Option<string[]> _keys = new("--key")
    {
        Description = "The columns that tell rows of a model apart: orders=order_id+line. Default: unique_key, then what tests say is unique.",
        HelpName = "model=columns",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
    };

    internal override IReadOnlyList<string> Examples => ["sluice diff base generous_match", "sluice diff base generous_match --select +rpt_year --output json"];

    internal override async Task<int> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var form = _output.Read(call.Parsed, call.Line);
        var selection = _selection.Read(call.Parsed, call.Line, call.Host);
        await using var session = await ProjectSession.OpenAsync(call, _project.Read(call.Parsed, call.Line, call.Host), Name, new RunSettings(), cancellationToken);
        session.Artifacts.AreKept = false;
        var difference = await Comparison.RunAsync(
            call, session, call.Parsed.GetValue(_a)!, call.Parsed.GetValue(_b)!, session.Select(selection, ["model", "seed", "snapshot"]), [.. call.Parsed.GetValue(_keys) ?? []], cancellationToken);
        if (call.Parsed.GetValue(_html) is { } file)
        {
            var path = Path.GetFullPath(file, call.Host.StartFolder);
            await File.WriteAllTextAsync(path, DifferencePage.Of(difference), cancellationToken);
            call.Talk.Info($"written: {path}");
        }

        await call.Host.Output.WriteLineAsync(form switch
        {
            "json" => DifferenceJson.Of(difference),
            "csv" => DifferenceText.Csv(difference),
            _ => DifferenceText.Table(difference, call.Host.OutputWidth),
        });
        return ExitCode.Ok;
    }

    protected override void AddOptions()
    {
        Arguments.Add(_a);
        Arguments.Add(_b);
        Options.Add(_keys);
        Options.Add(_html);
        _output.AddTo(this);
        _selection.AddTo(this);
        _project.AddTo(this);
    }
}
