using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Diagnostics;
using Sluice.Partitions;
using Sluice.Runs;
using Sluice.Sql.Adapters;
using Sluice.Sql.Materializations;
using Sluice.Sql.Nodes;
using Sluice.Sql.Operations;
using Sluice.Sql.Project;

namespace Sluice.Sql.Rules;

/// <summary>One rule at work in one partition. Used on the session's thread.</summary>
/// <param name="place">Where it is at work.</param>
/// <param name="rule">The rule.</param>
/// <param name="session">Where its queries run.</param>
/// <param name="earlier">Its earlier values, the last one first, each with its partition.</param>
internal sealed class RuleWork(CheckPlace place, RuleSettings rule, ISqlSession session, ImmutableArray<EarlierValue> earlier)
{
    internal CheckPlace Place { get; } = place;

    internal RuleSettings Rule { get; } = rule;

    internal ImmutableArray<EarlierValue> Earlier { get; } = earlier;

    /// <summary>The one row that a query returns.</summary>
    /// <param name="template">The query, with Jinja in it.</param>
    /// <param name="partition">The partition that it sees; null for the one at work.</param>
    internal object?[] Row(string template, PartitionKey? partition = null) => Query(template, partition).Rows[0];

    /// <summary>The one number that a query returns; null for NULL.</summary>
    internal double? Number(string template, PartitionKey? partition = null) => Amount.Of(Row(template, partition)[0]);

    /// <summary>What Jinja makes of a text.</summary>
    internal string Text(string template) => Place.Render(session, template, Place.Partition);

    internal QueryResult Query(string template, PartitionKey? partition = null) => Place.Query(session, template, partition ?? Place.Partition);

    /// <summary>What messages call some rows: <c>`orders`</c>, <c>`orders.amount` where amount > 3</c>.</summary>
    internal string Name(RowsSettings rows, string? column = null) =>
        $"`{rows.Model}{(column is null ? "" : $".{column}")}`{(rows.Where is { } where ? $" where {OneLine.Of(Text(where))}" : "")}";

    /// <summary>The <c>from</c> and <c>where</c> that mean some rows, as this partition sees them.</summary>
    internal static string From(RowsSettings rows) => $"from {{{{ ref('{rows.Model}') }}}} as checked{Where(rows)}";

    /// <summary>The same over all partitions up to this one.</summary>
    internal string FromUntilNow(RowsSettings rows) => $"from {Place.RelationUntilNow(rows.Model)} as checked{Where(rows)}";

    // On lines of their own: the condition may end with a comment, and hold an `or`.
    private static string Where(RowsSettings rows) => rows.Where is { } where ? $"\nwhere (\n{where}\n)" : "";
}

/// <summary>An earlier value of a rule.</summary>
/// <param name="Partition">Its partition.</param>
/// <param name="Value">The value.</param>
internal readonly record struct EarlierValue(PartitionKey Partition, double Value);

/// <summary>Where rules and prerequisites are looked at: a project, a partition, a run.</summary>
/// <param name="Project">The project.</param>
/// <param name="Adapter">Its database.</param>
/// <param name="Settings">What the command line says.</param>
/// <param name="Context">The step of the gate or prerequisites.</param>
/// <param name="Now">The time.</param>
/// <param name="Cancel">Interrupts queries.</param>
internal sealed record CheckPlace(
    SqlProject Project, ISqlAdapter Adapter, RunSettings Settings, StepContext Context, DateTimeOffset Now, CancellationToken Cancel)
{
    private readonly SqlNode _node = new AnalysisNode
    {
        UniqueId = $"sql_operation.{Project.Name}.sluice_yml",
        Name = "sluice.yml",
        PackageName = Project.Name,
        Path = "sluice.yml",
        OriginalFilePath = "sluice.yml",
        Source = Project.Settings!.Source,
        Partitions = SetOf(Project),
    };

    /// <summary>Counts what completeness rules ask for.</summary>
    internal MissingValues Missing { get; init; } = new([]);

    /// <summary>The partitions that the workflow goes through; null where it has none.</summary>
    internal PartitionSet? AllPartitions => _node.Partitions;

    /// <summary>The same; null also for a gate that looks at all partitions at once.</summary>
    internal PartitionSet? Set => Partition.IsNone ? null : _node.Partitions;

    internal PartitionKey Partition => Context.Step.Partition;

    /// <summary>The partition before this one; none for the first, and where there are no partitions.</summary>
    internal PartitionKey Previous => Set is { } set ? set.Back(Partition, 1) : PartitionKey.None;

    /// <summary>The model; the project has it, or it would not have been loaded.</summary>
    internal SqlNode Model(string name) => Project.FindByName(name) ?? throw new RuleException($"no model is named `{name}`");

    /// <summary>True where a model has its own rows for each partition of the workflow.</summary>
    internal bool IsPartitioned(string model) => Set is not null && Model(model).Partitions == Set;

    /// <summary>Runs a query with Jinja in it.</summary>
    internal QueryResult Query(ISqlSession session, string template, PartitionKey partition)
    {
        var sql = Render(session, template, partition);
        return session.Query(SqlText.Body(sql), Cancel);
    }

    internal string Render(ISqlSession session, string template, PartitionKey partition)
    {
        var step = Context with { Step = new StepKey(new AssetKey(_node.UniqueId), partition) };
        return new NodeWork(_node, _node, step, session, Adapter, Project.Templates, Settings, Cancel).Render(new SourceText("sluice.yml", template)).Sql;
    }

    /// <summary>A relation with the rows of all partitions up to this one.</summary>
    internal string RelationUntilNow(string model)
    {
        var node = Model(model);
        return IsPartitioned(model) && node is not ModelNode { IsEphemeral: true } && (Project.Deferral?.Of(node) ?? node.Relation) is { } relation
            ? relation.WithFilter(PartitionSql.ConditionUntil(Set!, Partition)).Render()
            : $"{{{{ ref('{model}') }}}}";
    }

    private static PartitionSet? SetOf(SqlProject project) =>
        project.Settings?.Workflow?.ForEach is { } name ? project.Partitions.GetValueOrDefault(name) : null;
}
