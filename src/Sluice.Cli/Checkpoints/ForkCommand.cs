using System.CommandLine;
using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Projects;
using Sluice.Cli.Running;
using Sluice.Diagnostics;
using Sluice.Sql.Scenarios;

namespace Sluice.Cli.Checkpoints;

/// <summary><c>sluice fork --from 2027 --scenario b</c></summary>
internal sealed class ForkCommand() : SluiceCommand("fork", "Let a scenario go on from a checkpoint of another one, without building again what lies before it.")
{
    private readonly ProjectOptions _project = new();
    private readonly RunOptions _run = new();
    private readonly OutputOption _output = new("text", "json");
    private readonly Option<string?> _from = new("--from") { Description = "The first partition that the scenario builds itself.", HelpName = "key" };
    private readonly Option<string?> _of = new("--of") { Description = "The scenario to go on from. Default: base.", HelpName = "name" };
    private readonly Switch _replace = new("replace", "Give up what the scenario has built until now.");
    private readonly Switch _onlyCopy = new("no-run", "Stop when the scenario stands at the checkpoint; `sluice run` goes on from there.");

    internal override IReadOnlyList<string> Examples => ["sluice fork --from 2027 --scenario high_growth", "sluice fork --of high_growth --from 2028 --scenario hiring_freeze"];

    internal override async Task<int> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var form = _output.Read(call.Parsed, call.Line);
        var project = _project.Read(call.Parsed, call.Line, call.Host);
        var from = call.Parsed.GetValue(_from) ?? throw Missing(call, "--from", "the first partition that the scenario builds itself: `--from 2027`");
        if (project.Scenario is null or Scenario.Base)
        {
            throw Missing(call, "--scenario", "the scenario that goes on from there; `sluice scenarios` lists them");
        }

        var settings = _run.Read(call.Parsed, call.Line, call.Host);
        var source = project with { Scenario = call.Parsed.GetValue(_of) is { } of && of != Scenario.Base ? of : null };
        if (source.Scenario == project.Scenario)
        {
            throw new DiagnosticException(UsageErrors.BadValue(
                call.Line, call.Line.FindLast(["--of"]), $"{project.Scenario} cannot go on from itself", "`sluice replay --partition` builds a scenario again from there on"));
        }

        await Fork.MakeAsync(call, source, project, from, _replace.Read(call.Parsed, call.Host.EnvironmentFlags) ?? false, cancellationToken);
        if (_onlyCopy.Read(call.Parsed, call.Host.EnvironmentFlags) ?? false)
        {
            return ExitCode.Ok;
        }

        await using var session = await ProjectSession.OpenAsync(call, project, "run", settings, cancellationToken);
        return await new ProjectRun(call, session, Verb.Run, settings).RunAsync(new SelectionSettings(), form, cancellationToken);
    }

    protected override void AddOptions()
    {
        Options.Add(_from);
        Options.Add(_of);
        _replace.AddTo(this);
        _onlyCopy.AddTo(this);
        _run.AddTo(this);
        _output.AddTo(this);
        _project.AddTo(this);
    }

    private static DiagnosticException Missing(CommandCall call, string option, string hint) =>
        new(UsageErrors.BadValue(call.Line, -1, $"`fork` needs `{option}`", hint));
}
