using System.CommandLine;
using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Planning;
using Sluice.Cli.Projects;
using Sluice.Cli.Running;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice plan [run|build|seed|test]</c></summary>
internal sealed class PlanCommand() : SluiceCommand("plan", "Show what a run would do, and why, without doing it.")
{
    private readonly ProjectOptions _project = new();
    private readonly SelectionOptions _selection = new();
    private readonly RunOptions _run = new();
    private readonly OutputOption _output = new("text", "json");
    private readonly Option<string?> _out = new("--out") { Description = "Write the plan to a file, which `apply` carries out.", HelpName = "file" };
    private readonly Argument<string?> _verb = new("command")
    {
        Description = "The command that is planned: run, build, seed or test. Default: run.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    internal override IReadOnlyList<string> Examples => ["sluice plan build --select +customers", "sluice plan --out plan.json"];

    internal override async Task<int> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var form = _output.Read(call.Parsed, call.Line);
        var verb = UsageErrors.OneOf(call.Parsed.GetValue(_verb) ?? "run", Verb.All, candidate => candidate.Name, "command", call.Line);
        var file = call.Parsed.GetValue(_out) is { } path ? Path.GetFullPath(path, call.Host.StartFolder) : null;
        var settings = _run.Read(call.Parsed, call.Line, call.Host);
        var selection = _selection.Read(call.Parsed, call.Line, call.Host);
        await using var session = await ProjectSession.OpenAsync(
            call, _project.Read(call.Parsed, call.Line, call.Host), verb.Name, settings, cancellationToken);
        session.Artifacts.AreKept = false;
        var run = new ProjectRun(call, session, verb, settings);
        var plan = await run.PlanAsync(selection, cancellationToken);
        var forecast = await run.ForecastAsync(plan, cancellationToken);
        var json = form == "json" || file is not null ? PlanFile.Json(plan, forecast, verb.Name, call.Line) : "";
        if (file is not null)
        {
            await File.WriteAllTextAsync(file, json + "\n", cancellationToken);
            call.Talk.Info($"to carry it out: sluice apply {call.Parsed.GetValue(_out)}");
        }

        await call.Host.Output.WriteLineAsync(form == "json" ? json : PlanText.Of(plan, forecast, session.StepName, call.Host.OutputWidth));
        return ExitCode.Ok;
    }

    protected override void AddOptions()
    {
        Arguments.Add(_verb);
        _selection.AddTo(this);
        _run.AddTo(this);
        Options.Add(_out);
        _output.AddTo(this);
        _project.AddTo(this);
    }
}
