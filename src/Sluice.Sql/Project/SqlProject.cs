using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Partitions;
using Sluice.Sql.Adapters;
using Sluice.Sql.Compilation;
using Sluice.Sql.Context;
using Sluice.Sql.Graph;
using Sluice.Sql.Nodes;
using Sluice.Sql.Selection;
using Sluice.Sql.State;

namespace Sluice.Sql.Project;

/// <summary>A dbt project, loaded: its nodes, what they read, and where they are built. Safe to use from several threads.</summary>
public sealed class SqlProject
{
    private readonly Lazy<NodeSelector> _selector;

    internal SqlProject(ProjectContext context, JinjaDialect dialect, SluiceSettings? settings, LoadedNodes nodes)
    {
        Context = context;
        Dialect = dialect;
        Settings = settings;
        Graph = new NodeGraph(nodes.Enabled);
        Disabled = [.. nodes.Disabled.OrderBy(node => node.UniqueId, StringComparer.Ordinal)];
        Dropped = [.. nodes.Dropped.OrderBy(node => node.UniqueId, StringComparer.Ordinal)];
        Docs = nodes.Docs;
        Texts = nodes.Texts;
        Templates = new ProjectTemplates(this);
        _selector = new Lazy<NodeSelector>(() => SelectorsFile.Load(this));
    }

    /// <summary>The id of what the user started: <c>invocation_id</c> in templates and artifacts.</summary>
    public string InvocationId => Context.TryGetShared("invocation_id", out var id) && id is string text ? text : "";

    /// <summary>The project's name.</summary>
    public string Name => Context.Root.Name;

    /// <summary>The folder that holds dbt_project.yml, absolute.</summary>
    public string Folder => Context.Root.Folder;

    /// <summary>The folder that artifacts are written to, absolute.</summary>
    public string TargetFolder => System.IO.Path.GetFullPath(System.IO.Path.Combine(Folder, Context.Root.TargetPath));

    /// <summary>The folder that logs are written to, absolute.</summary>
    public string LogFolder => System.IO.Path.GetFullPath(System.IO.Path.Combine(Folder, Context.Root.LogPath));

    /// <summary>The database that a run builds in.</summary>
    public Target Target => Context.Target;

    /// <summary>What the user started.</summary>
    public Invocation Invocation => Context.Invocation;

    /// <summary>What sluice.yml says; null where there is none.</summary>
    public SluiceSettings? Settings { get; }

    /// <summary>The enabled nodes and what they read.</summary>
    public NodeGraph Graph { get; }

    /// <summary>The enabled nodes, by unique id.</summary>
    public ImmutableArray<SqlNode> Nodes => Graph.Nodes;

    /// <summary>The nodes that are switched off, by unique id.</summary>
    public ImmutableArray<SqlNode> Disabled { get; }

    /// <summary>Tests of nodes that are missing or switched off: neither run nor listed; dbt's manifest still has them.</summary>
    public ImmutableArray<SqlNode> Dropped { get; }

    /// <summary>All macros.</summary>
    public MacroLibrary Macros => Context.Macros;

    /// <summary>The docs blocks: unique id to text.</summary>
    public ImmutableDictionary<string, string> Docs { get; }

    /// <summary>The partitions by name.</summary>
    public ImmutableDictionary<string, PartitionSet> Partitions => Context.Partitions;

    /// <summary>Renders nodes, hooks and macros.</summary>
    public INodeTemplates Templates { get; }

    /// <summary>Finds the nodes that a selection means.</summary>
    public NodeSelector Selector => _selector.Value;

    /// <summary>The unique ids of the nodes that the user selected, for <c>selected_resources</c>. Set before a run.</summary>
    public ImmutableArray<string> SelectedResources
    {
        get => Context.SelectedResources;
        set => Context.SelectedResources = value;
    }

    /// <summary>What is read from an earlier state; null for nothing. Set before a run.</summary>
    public Deferral? Deferral
    {
        get => Context.Deferral;
        set => Context.Deferral = value;
    }

    internal ProjectContext Context { get; }

    internal ProjectTexts Texts { get; }

    internal JinjaDialect Dialect { get; }

    /// <summary>Loads a project; null where it has errors. Every problem that was found is in the bag, warnings too.</summary>
    public static SqlProject? Load(ProjectOptions options, DiagnosticBag diagnostics) => new ProjectLoader(options, diagnostics).Load();

    /// <summary>True where the project, its scenario or the command line gives a variable a value.</summary>
    public bool HasVariable(string name) => Context.Variables.TryGet(Name, name, out _);

    /// <summary>The model, seed or snapshot of a name; null for none.</summary>
    public SqlNode? FindByName(string name) => Context.Index!.Find(null, name, Name);
}

/// <summary>The nodes that the files of a project define.</summary>
internal sealed class LoadedNodes
{
    internal List<SqlNode> Enabled { get; } = [];

    internal List<SqlNode> Disabled { get; } = [];

    internal List<SqlNode> Dropped { get; } = [];

    internal ImmutableDictionary<string, string> Docs { get; set; } = ImmutableDictionary<string, string>.Empty;

    internal required ProjectTexts Texts { get; init; }
}
