using System.CommandLine;
using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Projects;
using Sluice.Cli.Showing;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice compile</c></summary>
internal sealed class CompileCommand() : SluiceCommand("compile", "Render models to SQL in target/compiled, without running them.")
{
    private readonly ProjectOptions _project = new();
    private readonly SelectionOptions _selection = new();
    private readonly OutputOption _output = new("text", "json");
    private readonly Option<string?> _inline = new("--inline") { Description = "A template to render instead of the project's models.", HelpName = "sql" };
    private readonly Option<string?> _partition = new("--partition") { Description = "The partition to render for. Default: every one.", HelpName = "key" };

    internal override IReadOnlyList<string> Examples => ["sluice compile --select customers"];

    internal override async Task<int> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var form = _output.Read(call.Parsed, call.Line);
        var selection = _selection.Read(call.Parsed, call.Line, call.Host);
        await using var session = await ProjectSession.OpenAsync(call, _project.Read(call.Parsed, call.Line, call.Host), Name, new RunSettings(), cancellationToken);
        var compilation = new Compilation(call, session, call.Parsed.GetValue(_partition));
        return call.Parsed.GetValue(_inline) is { } inline
            ? await compilation.InlineAsync(inline, form, cancellationToken)
            : await compilation.SelectedAsync(selection, form, cancellationToken);
    }

    protected override void AddOptions()
    {
        _selection.AddTo(this);
        Options.Add(_inline);
        Options.Add(_partition);
        _output.AddTo(this);
        _project.AddTo(this);
    }
}
