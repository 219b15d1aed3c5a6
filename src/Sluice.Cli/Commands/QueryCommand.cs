using System.CommandLine;
using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Projects;

namespace Sluice.Cli.Commands;

/// <summary>What <see cref="QueryCommand"/> was asked for.</summary>
/// <param name="Selection">The nodes.</param>
/// <param name="Inline">The SQL that was given in their place; null for none.</param>
/// <param name="Partition">The partition; null where none was named.</param>
/// <param name="Form">The form of the output.</param>
internal sealed record QueryRequest(SelectionSettings Selection, string? Inline, string? Partition, string Form);

/// <summary>A command that renders nodes, or SQL given on the command line, and builds nothing: <c>compile</c> and <c>show</c>.</summary>
/// <param name="name">The verb.</param>
/// <param name="description">One sentence for the list of commands.</param>
/// <param name="inline">What <c>--inline</c> takes.</param>
/// <param name="partition">What <c>--partition</c> takes.</param>
internal abstract class QueryCommand(string name, string description, string inline, string partition) : SluiceCommand(name, description)
{
    private readonly ProjectOptions _project = new();
    private readonly SelectionOptions _selection = new();
    private readonly OutputOption _output = new("text", "json");
    private readonly Option<string?> _inline = new("--inline") { Description = inline, HelpName = "sql" };
    private readonly Switch _fullRefresh = new("full-refresh", "Render as with `--full-refresh`: `is_incremental()` is false.", "-f");
    private readonly Switch _empty = new("empty", "Render reads of no rows, as `build --empty` does.");
    private readonly Option<string?> _partition = new("--partition") { Description = partition, HelpName = "key" };

    internal sealed override async Task<int> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var form = _output.Read(call.Parsed, call.Line);
        var selection = _selection.Read(call.Parsed, call.Line, call.Host);
        var request = new QueryRequest(selection, call.Parsed.GetValue(_inline), call.Parsed.GetValue(_partition), form);
        var project = _project.Read(call.Parsed, call.Line, call.Host);
        var settings = new RunSettings
        {
            FullRefresh = _fullRefresh.Read(call.Parsed, call.Host.EnvironmentFlags) ?? false,
            Empty = _empty.Read(call.Parsed, call.Host.EnvironmentFlags) ?? false,
        };
        await using var session = await ProjectSession.OpenAsync(call, project, Name, settings, cancellationToken);
        return await ExecuteAsync(call, session, request, cancellationToken);
    }

    /// <summary>Does the work; returns the exit code.</summary>
    protected abstract Task<int> ExecuteAsync(CommandCall call, ProjectSession session, QueryRequest request, CancellationToken cancellationToken);

    protected override void AddOptions()
    {
        _selection.AddTo(this);
        Options.Add(_inline);
        Options.Add(_partition);
        _fullRefresh.AddTo(this);
        _empty.AddTo(this);
        _output.AddTo(this);
        _project.AddTo(this);
    }
}
