using System.Collections.Immutable;
using Sluice.Partitions;
using Sluice.Runs;
using Sluice.Sql.Adapters;
using Sluice.Sql.Nodes;
using Sluice.Sql.Operations;

namespace Sluice.Sql.Materializations;

/// <summary>All that a materialization is told: what to build, from which query, on which session.</summary>
internal sealed class BuildRequest
{
    internal required SqlNode Node { get; init; }

    internal required ISqlSession Session { get; init; }

    internal required StepContext Step { get; init; }

    internal required RelationName Target { get; init; }

    /// <summary>The compiled query.</summary>
    internal required string Select { get; init; }

    /// <summary>Statements that stand before the one that creates the relation; empty for none.</summary>
    internal string SqlHeader { get; init; } = "";

    /// <summary>The relation of that name as it is before the build; null for none.</summary>
    internal CatalogRelation? Existing { get; init; }

    /// <summary>True where what exists is built from scratch.</summary>
    internal bool FullRefresh { get; init; }

    /// <summary>The columns of each query, shared by the steps of a run.</summary>
    internal ShapeCache Shapes { get; init; } = new();

    /// <summary>The attempt that this is part of, for what the project defines itself: its macros, with the node's names.</summary>
    internal required NodeWork Work { get; init; }

    internal CancellationToken Cancel { get; init; }

    internal NodeConfig Config => Node.Config;

    internal ImmutableArray<ColumnInfo> Columns => Node.Columns;

    internal PartitionSet? Partitions => Node.Partitions;

    internal bool HasContract => Node is ModelNode { HasContract: true };

    internal ImmutableArray<ConstraintInfo> Constraints => Node is ModelNode model ? model.Constraints : [];

    internal bool Exists => Existing is not null;

    internal bool IsTable => Existing is { Kind: CatalogKind.Table };

    internal long? Run(string sql) => Session.Execute(sql, Cancel);

    /// <summary>Runs the statement that reads the query, after the header that the user may have given.</summary>
    /// <remarks>One statement a call: DuckDB says where an error is only where the text has a single statement.</remarks>
    internal long? RunSelect(string sql)
    {
        if (SqlHeader.Length > 0)
        {
            Session.UserExecute(SqlHeader, Cancel);
        }

        return Run(sql);
    }

    /// <summary>Drops what has the relation's name and is of another kind.</summary>
    internal void DropOther(CatalogKind kind)
    {
        if (Existing is { } existing && existing.Kind != kind)
        {
            Run($"drop {(existing.Kind == CatalogKind.View ? "view" : "table")} {Target}");
        }
    }

    /// <summary>Runs the statement that creates the relation, and takes note of it.</summary>
    internal long? Create(string sql, CatalogKind kind)
    {
        var rows = RunSelect(sql);
        Session.Changed(Target, kind);
        return rows;
    }

    internal QueryResult Ask(string sql) => Session.Query(sql, Cancel);
}

/// <summary>What a materialization did, inside of the transaction that the runner commits.</summary>
/// <param name="Kind">What the relation is now.</param>
/// <param name="Rows">Rows written; null for a view.</param>
/// <param name="Message">One line for people; null where there is nothing to say.</param>
internal sealed record BuildResult(CatalogKind Kind, long? Rows, string? Message = null)
{
    /// <summary>Rows that the relation or the partition holds now; null where that is what was written.</summary>
    internal long? Total { get; init; }

    /// <summary>True where there is no relation: only the marker is written.</summary>
    internal bool IsNothing { get; init; }

    /// <summary>True where the rows are the same as those that were there before.</summary>
    internal bool SameContent { get; init; }

    /// <summary>The keys by which <see cref="KeyReplacement"/> replaced rows; it keeps those that came or went until its end. Empty where something else wrote them.</summary>
    internal ImmutableArray<string> Replaced { get; init; } = [];

    /// <summary>True where a column was added, dropped or retyped, so that every row is another one.</summary>
    internal bool ColumnsChanged { get; init; }

    /// <summary>True where the relation was created from nothing, so that markers of partitions it no longer has are void.</summary>
    internal bool CreatedAnew { get; init; }
}
