using Sluice.Cli.Invocation;
using Sluice.Cli.Projects;
using Sluice.Cli.Showing;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice compile</c></summary>
internal sealed class CompileCommand() : QueryCommand(
    "compile",
    "Render models to SQL in target/compiled, without running them.",
    inline: "A template to render instead of the project's models.",
    partition: "The partition to render for. Default: every one.")
{
    internal override IReadOnlyList<string> Examples => ["sluice compile --select customers"];

    protected override Task<int> ExecuteAsync(CommandCall call, ProjectSession session, QueryRequest request, CancellationToken cancellationToken)
    {
        var compilation = new Compilation(call, session, request.Partition);
        return request.Inline is { } inline
            ? compilation.InlineAsync(inline, request.Selection, request.Form, cancellationToken)
            : compilation.SelectedAsync(request.Selection, request.Form, cancellationToken);
    }
}
