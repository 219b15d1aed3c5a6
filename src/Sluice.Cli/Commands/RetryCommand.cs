using System.CommandLine;
using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Retrying;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice retry</c></summary>
internal sealed class RetryCommand() : SluiceCommand("retry", "Run again what failed or was skipped in the last command, with its options.")
{
    private readonly ProjectOptions _project = new();
    private readonly Option<string?> _state = new("--state") { Description = "The folder of the earlier run_results.json. Default: the target folder.", HelpName = "folder" };
    private readonly Switch _fullRefresh = new("full-refresh", "Build incremental models and seeds from nothing.", "-f");
    private readonly Switch _failFast = new("fail-fast", "Stop at the first failure.", "-x");
    private readonly OutputOption _output = new("text", "json");

    internal override Task<int> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        _output.Read(call.Parsed, call.Line);
        return Retry.RunAsync(call, _project.Read(call.Parsed, call.Line, call.Host), call.Parsed.GetValue(_state), cancellationToken);
    }

    protected override void AddOptions()
    {
        Options.Add(_state);
        _fullRefresh.AddTo(this);
        _failFast.AddTo(this);
        _output.AddTo(this);
        _project.AddTo(this);
    }
}
