using System.CommandLine;
using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Projects;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice run-operation MACRO --args '{…}'</c></summary>
internal sealed class RunOperationCommand() : SluiceCommand("run-operation", "Call a macro, with a connection to the database.")
{
    private readonly ProjectOptions _project = new();
    private readonly Argument<string> _macro = new("macro") { Description = "The macro, or package.macro." };
    private readonly Option<string?> _args = new("--args") { Description = "The macro's arguments by name, as YAML or JSON.", HelpName = "yaml" };

    internal override IReadOnlyList<string> Examples => ["sluice run-operation grant_select --args '{role: reporter}'"];

    internal override async Task<int> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        await using var session = await ProjectSession.OpenAsync(call, _project.Read(call.Parsed, call.Line, call.Host), Name, new RunSettings(), cancellationToken);
        return await Running.Operation.RunAsync(call, session, call.Parsed.GetValue(_macro)!, call.Parsed.GetValue(_args), cancellationToken);
    }

    protected override void AddOptions()
    {
        Arguments.Add(_macro);
        Options.Add(_args);
        _project.AddTo(this);
    }
}
