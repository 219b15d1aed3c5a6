using Sluice.Diagnostics;
using Sluice.Partitions;
using Sluice.Runs;
using Sluice.Sql.Adapters;
using Sluice.Sql.Incremental;
using Sluice.Sql.Nodes;
using Sluice.Sql.Operations;

namespace Sluice.Sql.Code;

/// <summary>One attempt of an asset or check that code defines: what it works with.</summary>
public sealed class CodeAttempt
{
    private readonly NodeWork _work;

    internal CodeAttempt(NodeWork work) => _work = work;

    /// <summary>The asset or check.</summary>
    public SqlNode Node => _work.Node;

    /// <summary>The step, and what was committed of it before.</summary>
    public StepContext Step => _work.Step;

    /// <summary>The connection whose transaction takes the rows and the marker. Its work is done inside <see cref="ISqlSession.RunAsync"/>.</summary>
    public ISqlSession Session => _work.Session;

    /// <summary>The database, for other connections.</summary>
    public ISqlAdapter Adapter => _work.Adapter;

    /// <summary>The table of the asset.</summary>
    public RelationName Target => _work.Target;

    /// <summary>The partitions; null where it has none.</summary>
    public PartitionSet? Partitions => _work.Node.Partitions;

    /// <summary>True where the user asked to build from scratch.</summary>
    public bool FullRefresh => _work.FullRefresh;

    /// <summary>Statements that are run on the session when the attempt has ended, however it did.</summary>
    public List<string> CleanUp { get; } = [];

    /// <summary>The table of another node.</summary>
    /// <exception cref="KeyNotFoundException">No node has the name.</exception>
    public RelationName RelationOf(string name) => _work.Templates.Find($"model.{Node.PackageName}.{name}")?.Relation is { } relation
        ? new RelationName(relation.Database ?? Target.Database, relation.Schema ?? Target.Schema, relation.Identifier ?? name)
        : throw new KeyNotFoundException($"no asset is named `{name}`");

    /// <summary>What has changed in another node; null where that keeps no track of it.</summary>
    internal ChangeLog? ChangesOf(string name) => _work.Templates.Find($"model.{Node.PackageName}.{name}") is { } node ? ChangeLog.Of(node, RelationOf(name)) : null;

    /// <summary>What is read, as a query in parentheses. Null for a partition before the first.</summary>
    /// <exception cref="DiagnosticException">The template is wrong.</exception>
    public Task<string?> RenderAsync(CodeRead read)
    {
        ArgumentNullException.ThrowIfNull(read);
        return read.Back > 0 && Partitions is { } set && set.Back(Step.Step.Partition, read.Back).IsNone
            ? Task.FromResult<string?>(null)
            : Session.RunAsync<string?>(() => $"({_work.Render(new SourceText(Node.Source.Path, $"select * from {read.Template}")).Sql})", _work.Cancel);
    }
}
