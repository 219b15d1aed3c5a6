using System.CommandLine;
using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Running;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice resume [run]</c></summary>
internal sealed class ResumeCommand() : SluiceCommand("resume", "Go on with a run that failed or was stopped, without repeating what it committed.")
{
    private readonly ProjectOptions _project = new();
    private readonly Switch _failFast = new("fail-fast", "Stop at the first failure.", "-x");
    private readonly Option<string?> _from = new("--from") { Description = "Build this partition and all behind it again, whatever they hold.", HelpName = "key" };
    private readonly Switch _force = new("force", "Build all of the run again, whatever it has committed.");
    private readonly OutputOption _output = new("text", "json");
    private readonly Argument<string?> _run = new("run")
    {
        Description = "The run's id or its beginning. Default: the last run.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    internal override IReadOnlyList<string> Examples => ["sluice resume", "sluice resume --from 2027"];

    internal override async Task<int> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var form = _output.Read(call.Parsed, call.Line);
        var failFast = _failFast.Read(call.Parsed, call.Host.EnvironmentFlags) ?? false;
        var choice = new ResumeChoice(call.Parsed.GetValue(_from), _force.Read(call.Parsed, call.Host.EnvironmentFlags) ?? false);
        var project = _project.Read(call.Parsed, call.Line, call.Host);
        return await ResumedRun.ResumeAsync(call, project, call.Parsed.GetValue(_run), failFast, choice, form, cancellationToken);
    }

    protected override void AddOptions()
    {
        Arguments.Add(_run);
        Options.Add(_from);
        _force.AddTo(this);
        _failFast.AddTo(this);
        _output.AddTo(this);
        _project.AddTo(this);
    }
}
