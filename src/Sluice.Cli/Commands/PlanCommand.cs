using System.CommandLine;
using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
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
    private readonly Argument<string?> _verb = new("command")
    {
        Description = "The command that is planned: run, build, seed or test. Default: run.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    internal override IReadOnlyList<string> Examples => ["sluice plan build --select +customers"];

    internal override async Task<int> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var form = _output.Read(call.Parsed, call.Line);
        var verb = UsageErrors.OneOf(call.Parsed.GetValue(_verb) ?? "run", Verb.All, candidate => candidate.Name, "command", call.Line);
        var settings = _run.Read(call.Parsed, call.Line, call.Host);
        var selection = _selection.Read(call.Parsed, call.Line, call.Host);
        await using var session = await ProjectSession.OpenAsync(
            call, _project.Read(call.Parsed, call.Line, call.Host), verb.Name, settings, cancellationToken);
        session.Artifacts.AreKept = false;
        var plan = await new ProjectRun(call, session, verb, settings).PlanAsync(selection, cancellationToken);
        await call.Host.Output.WriteLineAsync(form == "json" ? plan.ToJson() : PlanText.Of(plan, session.StepName, call.Host.OutputWidth));
        return ExitCode.Ok;
    }

    protected override void AddOptions()
    {
        Arguments.Add(_verb);
        _selection.AddTo(this);
        _run.AddTo(this);
        _output.AddTo(this);
        _project.AddTo(this);
    }
}
