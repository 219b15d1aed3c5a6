using System.Collections.Immutable;
using Sluice.Cli.Artifacts;
using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Scenarios;
using Sluice.Cli.Talking;
using Sluice.Cli.Waiting;
using Sluice.Diagnostics;
using Sluice.Engine.State;
using Sluice.Graph;
using Sluice.Plans;
using Sluice.Sql.Adapters;
using Sluice.Sql.Checkpoints;
using Sluice.Sql.DuckDb;
using Sluice.Sql.Graph;
using Sluice.Sql.Nodes;
using Sluice.Sql.Operations;
using Sluice.Sql.Project;
using Sluice.Sql.Rules;
using Sluice.Sql.Selection;
using Sluice.Sql.Stages;
using Sluice.Sql.State;
using RunSettings = Sluice.Cli.Options.RunSettings;

namespace Sluice.Cli.Projects;

/// <summary>One command's view of one project: the project itself at once, its database when it is first asked for.</summary>
internal sealed class ProjectSession : IAsyncDisposable
{
    private readonly CommandCall _call;
    private readonly RunSettings _settings;
    private readonly ProjectSettings _project;
    private ISqlAdapter? _adapter;

    private ProjectSession(CommandCall call, ProjectSettings project, RunSettings settings, SqlProject loaded)
    {
        _call = call;
        _settings = settings;
        _project = project;
        Project = loaded;
        Turn = new Turn(project.Wait, call.Talk, call.Host.Time);
        Files = new SqlFiles(TargetFolder);
        Artifacts = new ProjectArtifacts(call, this);
    }

    /// <summary>The project, loaded without errors.</summary>
    internal SqlProject Project { get; }

    /// <summary>The folder that holds dbt_project.yml, absolute; the process's working directory.</summary>
    internal string Folder => Project.Folder;

    /// <summary>Where results and compiled SQL are written, absolute.</summary>
    internal string TargetFolder => _project.TargetPath is null ? Project.TargetFolder : Path.GetFullPath(_project.TargetPath, Project.Folder);

    /// <summary>The scenario whose variables count; null for the project's own.</summary>
    internal string? Scenario => _project.Scenario;

    /// <summary>The state store's file, absolute.</summary>
    internal string StatePath => Projects.StatePath.In(Folder, _project.Place);

    /// <summary>Waits while another process holds the database or the project.</summary>
    internal Turn Turn { get; }

    /// <summary>Keeps the SQL of steps.</summary>
    internal SqlFiles Files { get; }

    /// <summary>The batches of microbatch models.</summary>
    internal BatchResults Batches { get; } = new();

    /// <summary>The database file, absolute; null where the database is in memory.</summary>
    internal string? DatabasePath => Project.Target.Path.StartsWith(":memory:", StringComparison.Ordinal) ? null : Path.GetFullPath(Project.Target.Path, Project.Folder);

    /// <summary>Writes what dbt's tools read.</summary>
    internal ProjectArtifacts Artifacts { get; }

    /// <summary>True where changes are tracked: the project has sluice.yml, or is that of an application.</summary>
    internal bool TracksChanges => Project.Settings is not null || IsApplication;

    /// <summary>True where code adds assets.</summary>
    internal bool IsApplication => _call.Host.Application is not null;

    /// <summary>Finds and loads the project; warnings are shown.</summary>
    /// <exception cref="DiagnosticException">There is none, or it has errors.</exception>
    internal static Task<ProjectSession> OpenAsync(
        CommandCall call, ProjectSettings project, string command, RunSettings settings, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var folder = ProjectFolders.Find(project.ProjectFolder, call);
        project = ScenarioChoice.Settle(call, project, folder);
        // dbt: relative paths in a project count from its folder, wherever the user calls from.
        Environment.CurrentDirectory = folder;
        var found = new DiagnosticBag();
        var loaded = SqlProject.Load(LoadOptions(call, project, command, settings, folder), found);
        call.Report(found);
        var session = new ProjectSession(call, project, settings, loaded!);
        call.Talk.Event(LogEvent.FoundStats, TalkLevel.Info, $"Found {session.Describe()}", writer => writer.WriteString("stat_line", session.Describe()));
        return Task.FromResult(session);
    }

    /// <summary>The nodes that the options mean, by unique id; where nothing matches, a warning is shown.</summary>
    /// <exception cref="DiagnosticException">The selection is wrong.</exception>
    internal ImmutableArray<SqlNode> Select(SelectionSettings selection, ImmutableArray<string> defaultTypes)
    {
        if (_call.Only is { } only)
        {
            return Chosen([.. only.Select(Project.Graph.Find).OfType<SqlNode>().OrderBy(node => node.UniqueId, StringComparer.Ordinal)]);
        }

        var found = new DiagnosticBag();
        var state = StateFolders.Find(selection.State.Folder, _call, Folder) is { } folder ? new EarlierState(folder) : null;
        var nodes = Project.Selector.Select(
            new SelectionRequest
            {
                Select = selection.Select,
                Exclude = selection.Exclude,
                Selector = selection.Selector,
                Indirect = Enum.Parse<IndirectSelection>(selection.Indirect, ignoreCase: true),
                ResourceTypes = selection.Types.IsEmpty ? defaultTypes : [.. selection.Types.Where(type => type is not ("default" or "all"))],
                ExcludeResourceTypes = selection.NotTypes,
                State = state is null ? null : new StateComparison(Project, state, new EarlierState(TargetFolder)),
            },
            found);
        _call.Report(found);
        return Chosen(nodes);
    }

    /// <summary>Lets what is not built here be read from an earlier state, where the options say so.</summary>
    /// <param name="state">The options.</param>
    /// <param name="selected">The nodes that are selected.</param>
    /// <param name="builds">True where the command builds them.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="DiagnosticException">There is no such state, or its relations cannot be reached.</exception>
    internal async Task DeferAsync(StateSettings state, ImmutableArray<SqlNode> selected, bool builds, CancellationToken cancellationToken)
    {
        if (!state.Defers)
        {
            return;
        }

        var chosen = selected.ToHashSet();
        Project.Deferral = await Deferral.FindAsync(
            Project,
            new EarlierState(StateFolders.Find(state.DeferFolder ?? state.Folder, _call, Folder)!),
            await OpenDatabaseAsync(cancellationToken),
            isBuilt: node => builds && chosen.Contains(node),
            prefersState: node => state.FavorsState && !chosen.Contains(node),
            cancellationToken);
        _call.Talk.Debug($"{Amounts.Count(Project.Deferral.Count, "node")} read from the earlier state");
    }

    private ImmutableArray<SqlNode> Chosen(ImmutableArray<SqlNode> nodes)
    {
        Project.SelectedResources = [.. nodes.Select(node => node.UniqueId)];
        return nodes;
    }

    /// <summary>The graph over assets and partitions.</summary>
    /// <param name="runner">Does the work of the steps; null where none is done.</param>
    /// <param name="stages">Does the work around the stages; null where none is done.</param>
    /// <exception cref="DiagnosticException">There is a cycle, or a partition is missing.</exception>
    internal AssetGraph CreateGraph(INodeRunner? runner, IStageRunner? stages = null)
    {
        var found = new DiagnosticBag();
        var assets = ProjectAssets.Create(Project, runner ?? IdleRunner.Instance, stages ?? IdleRunner.Instance, found);
        var graph = AssetGraph.Create(assets.Assets, assets.Workflow, found);
        _call.Report(found);
        return graph;
    }

    /// <summary>The graph as it is, with cycles where it has some; everything else that is wrong with it is reported.</summary>
    /// <exception cref="DiagnosticException">Something other than a cycle is wrong.</exception>
    internal AssetGraph CreateGraphWithCycles()
    {
        var found = new DiagnosticBag();
        var assets = ProjectAssets.Create(Project, IdleRunner.Instance, IdleRunner.Instance, found);
        var ofGraph = new DiagnosticBag();
        var graph = AssetGraph.Create(assets.Assets, assets.Workflow, ofGraph);
        foreach (var problem in ofGraph.ToSorted().Where(problem => problem.Code != "SLUICE2105"))
        {
            found.Add(problem);
        }

        _call.Report(found);
        return graph;
    }

    /// <summary>The database; opened with the first call.</summary>
    /// <exception cref="DiagnosticException">It cannot be opened, or another process holds it for longer than is waited.</exception>
    internal async ValueTask<ISqlAdapter> OpenDatabaseAsync(CancellationToken cancellationToken)
    {
        CollectionPause.End();
        while (_adapter is null)
        {
            try
            {
                _adapter = await DuckDbAdapter.OpenAsync(MemoryShare.Of(Project.Target, _project.Databases), Project.Target.Source, [Project.Folder, _call.Host.StartFolder], cancellationToken);
            }
            catch (DiagnosticException error) when (error.Diagnostics is [{ Code: DuckDbAdapter.IsHeld } held, ..])
            {
                if (!await Turn.PauseAsync(held.Message, cancellationToken))
                {
                    throw;
                }
            }
        }

        return _adapter;
    }

    /// <summary>Does the work of nodes; their SQL is kept as files.</summary>
    internal async ValueTask<INodeRunner> CreateRunnerAsync(CancellationToken cancellationToken)
    {
        if (_call.Host.Application is { } application)
        {
            await application.StartAsync(cancellationToken);
        }

        var recorder = new StatementRecorder(await OpenDatabaseAsync(cancellationToken), Files);
        return recorder.Wrap(new NodeRunner(recorder.Adapter, new RecordingTemplates(Project.Templates, Files), OperationSettings, _call.Host.Time)
        {
            FindModel = name => Project.FindByName(name),
        });
    }

    /// <summary>Asks prerequisites and gates; null where the project has no stages.</summary>
    /// <param name="store">What was found earlier; takes the checkpoints.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <exception cref="DiagnosticException">A rule that is to be let pass is none.</exception>
    internal async ValueTask<IStageRunner?> CreateStageRunnerAsync(StateStore store, CancellationToken cancellationToken)
    {
        if (Project.Settings?.Workflow is null)
        {
            return null;
        }

        var adapter = await OpenDatabaseAsync(cancellationToken);
        var gates = new GateSettings { FailOnWarning = _settings.FailOnWarning, Overrides = GateOverrides.Read(_settings, Project, _call.Line) };
        var time = _call.Host.Time;
        return new StageRunner(
            adapter,
            new StageChecks(adapter, Project, OperationSettings, store.Runs, time),
            new StageSaves(adapter, Project.Graph.Find, time),
            new StageCheckpoints(adapter, Project, store, store.Runs, store.RegistryFolder, time) { Scenario = Scenario },
            gates, time);
    }

    /// <summary>Compiles, shows and calls what no step does.</summary>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <param name="showing">Takes the SQL of what is shown, under the node's id; null for nothing.</param>
    internal async ValueTask<NodeQueries> OpenQueriesAsync(CancellationToken cancellationToken, Action<string, string>? showing = null) =>
        new(await OpenDatabaseAsync(cancellationToken), Project.Templates, OperationSettings) { Showing = showing };

    /// <summary>How a step is named in a line: the relation that it writes, or the node's name, and the partition.</summary>
    internal string StepName(PlannedStep step)
    {
        var node = Project.Graph.Find(step.Step.Asset.Name);
        var name = node is ModelNode or SeedNode && node.Relation is { } relation ? $"{relation.Schema}.{relation.Identifier}" : step.Name;
        return step.Step.Partition.IsNone ? name : $"{name}[{step.Step.Partition}]";
    }

    /// <summary>The schemas that the project's models, seeds and tests are built in.</summary>
    internal IEnumerable<(string Database, string Schema)> Schemas => Project.Nodes
        .Where(node => node is SeedNode or ModelNode { IsEphemeral: false } && node.Relation is not null)
        .Select(node => (node.Database, node.Schema))
        .Distinct();

    /// <summary>What the project holds, in a few words.</summary>
    internal string Describe() => string.Join(", ", Project.Nodes
        .CountBy(node => node.ResourceType)
        .OrderByDescending(kind => kind.Value)
        .ThenBy(kind => kind.Key, StringComparer.Ordinal)
        .Select(kind => Amounts.Count(kind.Value, kind.Key == "analysis" && kind.Value != 1 ? "analyse" : kind.Key)));

    private Sql.Operations.RunSettings OperationSettings => new()
    {
        FullRefresh = _settings.FullRefresh,
        StoreFailures = _settings.StoreFailures ?? false,
        WarningsAreErrors = _call.Global.Warnings.IsError("LogTestResult"),
        ExternalRoot = Project.Target.ExternalRoot,
        EventTimeStart = Latest(_settings.EventTimeStart, _settings.Sample?.Start),
        EventTimeEnd = Earliest(_settings.EventTimeEnd, _settings.Sample?.End),
        BatchEnded = Batches.Add,
    };

    // Of two ends of a stretch the one that leaves less counts.
    private static DateTime? Latest(DateTime? one, DateTime? other) => one > other || other is null ? one : other;

    private static DateTime? Earliest(DateTime? one, DateTime? other) => one < other || other is null ? one : other;

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Files.FlushAsync();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The data is committed all the same; the files are there to be read by people.
            _call.Talk.Warn($"the SQL of some steps could not be kept in {TargetFolder}: {error.Message}");
        }

        Files.Dispose();

        // Closing moves the log of what was written into the database, which takes a while.
        var closing = _adapter?.DisposeAsync() ?? ValueTask.CompletedTask;
        try
        {
            await Artifacts.WriteManifestAsync();
        }
        finally
        {
            await closing;
        }
    }

    private static Sql.Project.ProjectOptions LoadOptions(CommandCall call, ProjectSettings project, string command, RunSettings settings, string folder) => new()
    {
        ProjectFolder = folder,
        ProfilesFolder = project.ProfilesFolder is { } profiles ? Path.GetFullPath(profiles, call.Host.StartFolder) : null,
        Profile = project.Profile,
        Target = project.Target,
        Vars = project.Vars,
        Scenario = project.Scenario,
        Place = project.Place,
        ScenarioVars = project.ScenarioVars,
        Threads = project.Threads,
        Overrides = project.Overrides,
        CheckVersion = project.ChecksVersion,
        KeepsParse = call.Global.KeepsParse,
        TargetPath = project.TargetPath,
        Builtins = DuckDbBuiltins.Instance,
        Code = call.Host.Application?.Code,
        Invocation = new Sql.Context.Invocation
        {
            Command = command,
            FullRefresh = settings.FullRefresh,
            StoreFailures = settings.StoreFailures,
            Empty = settings.Empty,
            Sample = settings.Sample,
            Flags = TemplateArguments.Flags(call, settings),
            Arguments = TemplateArguments.Of(call, project, command, settings, folder),
            Id = call.Talk.Invocation,
            Messages = new TemplateMessages(call),
            IsError = call.Global.Warnings.IsError,
            Time = call.Host.Time,
            Environment = call.Host.Environment,
        },
    };
}
