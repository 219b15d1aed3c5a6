using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Partitions;
using Sluice.Sql.Materializations;
using Sluice.Sql.Project;
using Sluice.Sql.Relations;

namespace Sluice.Sql.Nodes;

/// <summary>Anything of a project that has a unique id: a model, a seed, a test, a source, a hook. Fixed once the project is loaded.</summary>
public abstract class SqlNode
{
    private JinjaDialect? _dialect;
    private SourceText? _code;

    /// <summary>dbt's id, such as <c>model.shop.stg_orders</c>.</summary>
    public required string UniqueId { get; init; }

    /// <summary>The name that <c>ref</c> takes.</summary>
    public required string Name { get; init; }

    /// <summary>dbt's word for the kind: <c>model</c>, <c>seed</c>, <c>test</c>, <c>source</c>, <c>operation</c>…</summary>
    public abstract string ResourceType { get; }

    /// <summary>The package that defines it; the project's own name for most.</summary>
    public required string PackageName { get; init; }

    /// <summary>The file below its resource folder, such as <c>staging/stg_orders.sql</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The file below the package's folder, such as <c>models/staging/stg_orders.sql</c>.</summary>
    public required string OriginalFilePath { get; init; }

    /// <summary>The package, the folders and the name.</summary>
    public ImmutableArray<string> Fqn { get; internal set; } = [];

    /// <summary>The file that defines it. A test of a properties file has that file here.</summary>
    public required SourceText Source { get; init; }

    /// <summary>The place of its definition in <see cref="Source"/>: its name in a properties file, else the start.</summary>
    public SourceSpan Span { get; internal set; }

    /// <summary>The template that renders to its SQL; empty where there is none.</summary>
    public string RawCode { get; internal set; } = "";

    /// <summary>The resolved configuration.</summary>
    public NodeConfig Config { get; internal set; } = NodeConfig.Empty;

    /// <summary>What it is in the database; null where it is nothing there.</summary>
    public Relation? Relation { get; internal set; }

    /// <summary>The relation, limited to the partitions that are declared where it has some; null where it is nothing in the database.</summary>
    public Relation? DeclaredRows => Partitions is { } set ? Relation?.WithFilter(PartitionSql.Condition(set)) : Relation;

    /// <summary>The last part of the relation's name.</summary>
    public string Alias { get; internal set; } = "";

    /// <summary>The schema of the relation.</summary>
    public string Schema { get; internal set; } = "";

    /// <summary>The database of the relation.</summary>
    public string Database { get; internal set; } = "";

    /// <summary>The text for people, rendered; empty where none is given.</summary>
    public string Description { get; internal set; } = "";

    /// <summary>The unique ids of the docs blocks that the text for people takes.</summary>
    public ImmutableArray<string> DocsBlocks { get; internal set; } = [];

    /// <summary>The columns that a properties file describes, in its order.</summary>
    public ImmutableArray<ColumnInfo> Columns { get; internal set; } = [];

    /// <summary>The tags, each once.</summary>
    public ImmutableArray<string> Tags { get; internal set; } = [];

    /// <summary>What it reads, in the order of the calls, each node and mapping once.</summary>
    public ImmutableArray<NodeDependency> Dependencies { get; internal set; } = [];

    /// <summary>The unique ids of the macros that it calls.</summary>
    public ImmutableArray<string> MacroDependencies { get; internal set; } = [];

    /// <summary>The properties file that describes it, as <c>package://path</c>; null where none does.</summary>
    public string? PatchPath { get; internal set; }

    /// <summary>The template of <see cref="RawCode"/>; null where it has none of its own.</summary>
    internal Template? Template
    {
        get => field ??= _code is null ? null : _dialect!.Sql.Compile(_code);
        set;
    }

    /// <summary>Blanks at the start of the file, which dbt drops before it renders.</summary>
    internal int LeadingBlanks { get; set; }

    /// <summary>The variables that it read while it was parsed, those of its macros included.</summary>
    internal ImmutableArray<string> Variables { get; set; } = [];

    /// <summary>The environment variables that it read while it was parsed.</summary>
    internal ImmutableArray<string> EnvironmentVariables { get; set; } = [];

    /// <summary>Its partitions; null where it has none.</summary>
    public PartitionSet? Partitions { get; internal set; }

    /// <summary>Says what its template is, which is compiled when it is first asked for.</summary>
    internal void CompileLater(JinjaDialect dialect, SourceText code) => (_dialect, _code) = (dialect, code);

    /// <inheritdoc/>
    public override string ToString() => UniqueId;
}
