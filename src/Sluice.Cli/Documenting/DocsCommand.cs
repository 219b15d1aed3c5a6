using System.CommandLine;
using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Projects;

namespace Sluice.Cli.Documenting;

/// <summary><c>sluice docs generate</c> and <c>sluice docs serve</c></summary>
internal sealed class DocsCommand() : SluiceCommand("docs", "Write the project's documentation as one page, with catalog.json and manifest.json; or serve it.")
{
    private static readonly string[] Actions = ["generate", "serve"];

    private readonly ProjectOptions _project = new();
    private readonly SelectionOptions _selection = new();
    private readonly Switch _compile = new("compile", "Do not render models: the page has no compiled SQL.") { ShowsNegation = true };
    private readonly Switch _emptyCatalog = new("empty-catalog", "Do not ask the database for columns and types.");
    private readonly Switch _static = new("static", "Write the page as static_index.html too, as dbt does.");
    private readonly NumberOption _port = new("--port", "The port that `serve` listens on. Default: 8080.");
    private readonly Option<string?> _host = new("--host") { Description = "The address that `serve` listens on. Default: 127.0.0.1, this machine alone.", HelpName = "address" };
    private readonly Switch _browser = new("browser", "Open the page in a browser.");
    private readonly Argument<string> _action = new("action") { Description = "generate, or serve." };

    internal override IReadOnlyList<string> Examples => ["sluice docs generate", "sluice docs serve --port 8001"];

    internal override async Task<int> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var action = UsageErrors.OneOf(call.Parsed.GetValue(_action)!, [.. Actions], name => name, "action", call.Line);
        var environment = call.Host.EnvironmentFlags;
        var selection = _selection.Read(call.Parsed, call.Line, call.Host);
        var port = _port.Read(call.Parsed, call.Line) ?? 8080;
        await using var session = await ProjectSession.OpenAsync(
            call, _project.Read(call.Parsed, call.Line, call.Host), action == "generate" ? "generate" : "serve", new RunSettings(), cancellationToken);
        if (action == "serve")
        {
            session.Artifacts.AreKept = false;
            return await new DocsServer(call, session.TargetFolder)
                .RunAsync(call.Parsed.GetValue(_host) ?? "127.0.0.1", port, _browser.Read(call.Parsed, environment) ?? false, cancellationToken);
        }

        return await new DocsGeneration(call, session)
        {
            Compiles = _compile.Read(call.Parsed, environment) ?? true,
            ReadsCatalog = !(_emptyCatalog.Read(call.Parsed, environment) ?? false),
            IsStatic = _static.Read(call.Parsed, environment) ?? false,
        }.RunAsync(selection, cancellationToken);
    }

    protected override void AddOptions()
    {
        Arguments.Add(_action);
        foreach (var option in (ReadOnlySpan<Switch>)[_compile, _emptyCatalog, _static, _browser])
        {
            option.AddTo(this);
        }

        _port.AddTo(this);
        Options.Add(_host);
        _selection.AddTo(this);
        _project.AddTo(this);
    }
}
