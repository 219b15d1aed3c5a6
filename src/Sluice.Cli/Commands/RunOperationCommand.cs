using System.CommandLine;
using Sluice.Cli.Invocation;
using Sluice.Cli.Projects;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice run-operation MACRO --args '{…}'</c></summary>
internal sealed class RunOperationCommand() : ProjectCommand("run-operation", "Call a macro, with a connection to the database.")
{
    private readonly Argument<string> _macro = new("macro") { Description = "The macro, or package.macro." };
    private readonly Option<string?> _args = new("--args") { Description = "The macro's arguments by name, as YAML or JSON.", HelpName = "yaml" };

    internal override IReadOnlyList<string> Examples => ["sluice run-operation grant_select --args '{role: reporter}'"];

    protected override Task<int> ExecuteAsync(CommandCall call, ProjectSession session, CancellationToken cancellationToken) =>
        Running.Operation.RunAsync(call, session, call.Parsed.GetValue(_macro)!, call.Parsed.GetValue(_args), cancellationToken);

    protected override void AddOptions()
    {
        Arguments.Add(_macro);
        Options.Add(_args);
        base.AddOptions();
    }
}
