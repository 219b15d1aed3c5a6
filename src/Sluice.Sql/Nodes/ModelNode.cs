using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Sql.Code;
using Sluice.Sql.Freshness;

namespace Sluice.Sql.Nodes;

/// <summary>A model: a template whose SQL becomes a view, a table or an inlined expression. Also a snapshot.</summary>
public sealed class ModelNode : SqlNode
{
    /// <inheritdoc/>
    public override string ResourceType => IsSnapshot ? "snapshot" : "model";

    /// <summary>How it is kept: <c>view</c>, <c>table</c>, <c>incremental</c>, <c>ephemeral</c>, <c>snapshot</c> or a custom name.</summary>
    public string Materialized => Config.Materialized;

    /// <summary>True where it is inlined into its readers and never built.</summary>
    public bool IsEphemeral => string.Equals(Materialized, "ephemeral", StringComparison.Ordinal);

    /// <summary>The code that writes its rows; null where a query does.</summary>
    public CodeAsset? Code { get; internal init; }

    /// <summary>The body of a snapshot block; null for a model.</summary>
    internal MacroInfo? SnapshotBody { get; init; }

    /// <summary>True where it keeps the history of what it reads.</summary>
    public bool IsSnapshot { get; internal init; }

    /// <summary>Which version of the model it is; null where the model has none.</summary>
    public ModelVersion? Version { get; internal init; }

    /// <summary>The name with the version, such as <c>orders.v2</c>; the name alone where there is none.</summary>
    public string SearchName => Version is null ? Name : $"{Name}.v{Version.Text}";

    /// <summary>When it is no longer to be read, as the properties file says; null where it does not.</summary>
    public string? DeprecationDate { get; internal set; }

    /// <summary>The name that its table has where no alias is given, and that its expression has where it is inlined.</summary>
    internal string StandardAlias => Version is null ? Name : $"{Name}_v{Version.Text.Replace('.', '_')}";

    /// <summary>The constraints on the whole model.</summary>
    public ImmutableArray<ConstraintInfo> Constraints { get; internal set; } = [];

    /// <summary>True where the columns and types of the properties file are enforced.</summary>
    public bool HasContract => Config.ContractEnforced;

    /// <summary>The properties file that describes it; null where none does.</summary>
    public SourceText? PropertiesSource { get; internal set; }

    /// <summary>The place of the name in that file.</summary>
    public SourceSpan PropertiesSpan { get; internal set; }
}

/// <summary>A CSV file that becomes a table.</summary>
public sealed class SeedNode : SqlNode
{
    /// <inheritdoc/>
    public override string ResourceType => "seed";

    /// <summary>The CSV file's absolute path.</summary>
    public required string FilePath { get; init; }

    /// <summary>The folder of the package that holds it, absolute.</summary>
    public required string RootPath { get; init; }
}

/// <summary>A table that the project reads and does not build.</summary>
public sealed class SourceNode : SqlNode
{
    /// <inheritdoc/>
    public override string ResourceType => "source";

    /// <summary>The first argument of <c>source</c>.</summary>
    public required string SourceName { get; init; }

    /// <summary>The table's name in the database.</summary>
    public required string Identifier { get; init; }

    /// <summary>The loader that the user names; empty where none is.</summary>
    public string Loader { get; init; } = "";

    /// <summary>The description of the source as a whole.</summary>
    public string SourceDescription { get; init; } = "";

    /// <summary>The file that a reader reads in place, as the template that the user gave; null where it is a table.</summary>
    public string? ExternalLocation { get; init; }

    /// <summary>What the user keeps for the source as a whole, under any key; null for nothing.</summary>
    public object? SourceMeta { get; init; }

    /// <summary>The <c>external</c> of the properties file, for the tools that make external tables; null where there is none.</summary>
    public IReadOnlyDictionary<string, object?>? External { get; init; }

    /// <summary>The schema as the properties file has it, before it is rendered; null where it has none.</summary>
    public string? WrittenSchema { get; init; }

    /// <summary>The database as the properties file has it, before it is rendered; null where it has none.</summary>
    public string? WrittenDatabase { get; init; }

    /// <summary>How old its newest row may be; null where nobody asks.</summary>
    public SourceFreshness? Freshness { get; init; }

    /// <summary>The column that says when a row was loaded; null where none is given.</summary>
    public string? LoadedAtField { get; init; }

    /// <summary>The query, as a template, that says when the newest row was loaded; null where none is given.</summary>
    public string? LoadedAtQuery { get; init; }
}

/// <summary>A statement around a run: one entry of <c>on-run-start</c> or <c>on-run-end</c>.</summary>
public sealed class OperationNode : SqlNode
{
    /// <inheritdoc/>
    public override string ResourceType => "operation";

    /// <summary>True for <c>on-run-start</c>, false for <c>on-run-end</c>.</summary>
    public required bool AtStart { get; init; }

    /// <summary>The place in its list, from 0.</summary>
    public required int Index { get; init; }
}

/// <summary>A query that is compiled and never run.</summary>
public sealed class AnalysisNode : SqlNode
{
    /// <inheritdoc/>
    public override string ResourceType => "analysis";
}
