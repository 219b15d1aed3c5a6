using Sluice.Cli.Crashing;
using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Projects;
using Sluice.Cli.Running;
using Sluice.Cli.Scenarios;

namespace Sluice.Cli.Commands;

/// <summary>A command that runs steps: <c>run</c>, <c>build</c>, <c>seed</c> or <c>test</c>.</summary>
/// <param name="verb">What it takes from the project.</param>
/// <param name="description">One sentence for the list of commands.</param>
/// <param name="examples">How it is used.</param>
internal sealed class StepsCommand(Verb verb, string description, params string[] examples) : SluiceCommand(verb.Name, description)
{
    private readonly ProjectOptions _project = new();
    private readonly SelectionOptions _selection = new();
    private readonly RunOptions _run = new();
    private readonly OutputOption _output = new("text", "json");
    private readonly NumberOption _parallel = new("--parallel", "Most scenarios or seeds at a time. Default: 1.");
    private readonly SeedOptions _seeds = new();
    private readonly Switch _crashEverywhere = new("crash-everywhere", "Build copies of the project, kill each at another commit, go on with it, and say which steps are not safe.");
    private readonly NumberOption _limit = new("--limit", "With --crash-everywhere, the most kills. Default: all.");

    internal override IReadOnlyList<string> Examples => examples;

    private bool HasSeeds => verb == Verb.Run || verb == Verb.Build;

    internal override async Task<int> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var form = _output.Read(call.Parsed, call.Line);
        var settings = _run.Read(call.Parsed, call.Line, call.Host);
        var selection = _selection.Read(call.Parsed, call.Line, call.Host);
        var project = _project.Read(call.Parsed, call.Line, call.Host);
        if (verb == Verb.Test && (_crashEverywhere.Read(call.Parsed, call.Host.EnvironmentFlags) ?? false))
        {
            return await new CrashEverywhere(call, project, selection, _limit.Read(call.Parsed, call.Line)).RunAsync(form, cancellationToken);
        }

        var parallel = _parallel.Read(call.Parsed, call.Line) ?? 1;
        if (HasSeeds && _seeds.Read(call) is { } seeds)
        {
            return await new SeedBatch(call, project, verb, settings, parallel) { Keeps = _seeds.Keeps(call) }.RunAsync(seeds, selection, form, cancellationToken);
        }

        if (project.Scenario is { } given && ScenarioChoice.Names(call, given, ProjectFolders.Find(project.ProjectFolder, call)) is { Length: > 1 } names)
        {
            return await new ScenarioBatch(call, project, verb, settings, parallel).RunAsync(names, selection, form, cancellationToken);
        }

        LibrariesAhead.Begin();
        call.Host.Application?.Code.BeginInputs();
        await using var session = await ProjectSession.OpenAsync(call, project, verb.Name, settings, cancellationToken);
        return await new ProjectRun(call, session, verb, settings).RunAsync(selection, form, cancellationToken);
    }

    protected override void AddOptions()
    {
        _selection.AddTo(this);
        _run.AddTo(this);
        _output.AddTo(this);
        _parallel.AddTo(this);
        if (HasSeeds)
        {
            _seeds.AddTo(this);
        }

        if (verb == Verb.Test)
        {
            _crashEverywhere.AddTo(this);
            _limit.AddTo(this);
        }

        _project.AddTo(this);
    }
}
