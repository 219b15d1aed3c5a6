using System.Collections.Immutable;
using System.Globalization;
using Sluice.Diagnostics;
using Sluice.Partitions;
using Sluice.Sql.Adapters;

namespace Sluice.Sql.Materializations;

/// <summary>Keeps one table for all partitions; a build replaces exactly the rows of its partition.</summary>
/// <remarks>
/// The table has the columns of all of its partitions. A column that is new in this partition is added and is NULL in the
/// others; one that this partition does not have is NULL in it, and goes once no partition has a value in it; one whose type
/// grew (INTEGER to BIGINT, DATE to TIMESTAMP) is widened. Types of which neither can hold the other are an error.
/// </remarks>
internal sealed class PartitionedMaterialization : IMaterialization
{
    public BuildResult Build(BuildRequest request)
    {
        var partition = new PartitionFilter(request);
        if (!request.IsTable)
        {
            return Create(request, partition);
        }

        if (!Adapt(request, partition, out var message))
        {
            return Create(request, partition);
        }

        var compares = request.Step.Previous is { RowCount: not null };
        var before = compares ? Content.Of(request, partition.Condition) : null;
        request.Run($"delete from {request.Target} where {partition.Condition}");
        var rows = Insert(request);
        partition.Check(rows);
        Docs.Persist(request, CatalogKind.Table);
        return new BuildResult(CatalogKind.Table, rows, message)
        {
            SameContent = before is not null && before.Count == rows && before == Content.Of(request, partition.Condition),
        };
    }

    private static BuildResult Create(BuildRequest request, PartitionFilter partition)
    {
        var rows = TableMaterialization.Create(request, replaces: request.IsTable) ?? 0;
        var columns = request.Session.GetColumns(request.Target, request.Cancel);
        partition.RequireColumn(columns);
        partition.Check(rows);
        request.Shapes.Set(request, [.. columns]);
        return new BuildResult(CatalogKind.Table, rows) { CreatedAnew = true };
    }

    private static long Insert(BuildRequest request)
    {
        try
        {
            return request.RunSelect($"insert into {request.Target} by name\n{SqlText.Body(request.Select)}") ?? 0;
        }
        catch (DatabaseException)
        {
            // What is remembered about the query may be out of date; the next attempt asks again.
            request.Shapes.Forget(request);
            throw;
        }
    }

    /// <summary>
    /// Makes the table fit for the query's columns; false where it holds no other partition and of types that do not fit, so
    /// that it can be created anew. Comes before the rows are deleted: DuckDB does not alter a table that the transaction changed.
    /// </summary>
    private static bool Adapt(BuildRequest request, PartitionFilter partition, out string? message)
    {
        message = null;
        IReadOnlyList<CatalogColumn> table = request.Shapes.TableOf(request) ?? request.Session.GetColumns(request.Target, request.Cancel);
        if (!request.Shapes.TryGet(request, out var columns))
        {
            columns = [.. request.Session.Describe(request.Select, request.Cancel)];
            partition.RequireColumn(columns);
            request.Shapes.Set(request, columns);
        }

        if (Same(table, columns))
        {
            request.Shapes.SetTable(request, table);
            return true;
        }

        // What is remembered of the table may be out of date, and what follows changes it.
        request.Shapes.Forget(request);
        request.Shapes.Set(request, columns);
        table = request.Session.GetColumns(request.Target, request.Cancel);

        if (partition.Columns.FirstOrDefault(column => SchemaChange.Find(table, column) is null) is { } missing)
        {
            throw new DiagnosticException(BuildErrors.ForeignTable(request, missing));
        }

        if (Retyped(request, table, columns) is { } retyped)
        {
            return partition.IsAlone()
                ? false
                : throw new DiagnosticException(BuildErrors.Retyped(request, retyped.Old.Name, retyped.Old.Type, retyped.New.Type));
        }

        message = Alter(request, partition, table, columns);
        return true;
    }

    private static bool Same(IReadOnlyList<CatalogColumn> table, ImmutableArray<CatalogColumn> columns) =>
        table.Count == columns.Length
        && columns.All(column => SchemaChange.Find(table, column.Name) is { } old && string.Equals(old.Type, column.Type, StringComparison.Ordinal));

    private static (CatalogColumn Old, CatalogColumn New)? Retyped(
        BuildRequest request, IReadOnlyList<CatalogColumn> table, ImmutableArray<CatalogColumn> columns)
    {
        foreach (var column in columns)
        {
            var old = SchemaChange.Find(table, column.Name);
            if (old is not null && old.Type != column.Type && ColumnTypes.Wider(request, old.Type, column.Type) is null)
            {
                return (old, column);
            }
        }

        return null;
    }

    /// <summary>Adds, widens and drops columns; says which of them the query does not have.</summary>
    private static string? Alter(
        BuildRequest request, PartitionFilter partition, IReadOnlyList<CatalogColumn> table, ImmutableArray<CatalogColumn> columns)
    {
        foreach (var column in columns)
        {
            var old = SchemaChange.Find(table, column.Name);
            if (old is null)
            {
                request.Run($"alter table {request.Target} add column {SqlText.Quote(column.Name)} {column.Type}");
            }
            else if (!string.Equals(old.Type, column.Type, StringComparison.Ordinal))
            {
                Widen(request, old, column);
            }
        }

        var missing = table.Where(column => SchemaChange.Find(columns, column.Name) is null).ToList();
        var kept = missing.Where(column => partition.HasElsewhere(column.Name)).ToList();
        foreach (var column in missing.Except(kept))
        {
            request.Run($"alter table {request.Target} drop column {SqlText.Quote(column.Name)}");
        }

        return kept.Count == 0
            ? null
            : $"NULL in this partition, because the query does not have {(kept.Count == 1 ? "it" : "them")}: {string.Join(", ", kept.Select(column => column.Name))}";
    }

    private static void Widen(BuildRequest request, CatalogColumn old, CatalogColumn current)
    {
        var wider = ColumnTypes.Wider(request, old.Type, current.Type)!;
        if (!string.Equals(wider, old.Type, StringComparison.Ordinal))
        {
            request.Run($"alter table {request.Target} alter column {SqlText.Quote(old.Name)} type {wider}");
        }
    }
}

/// <summary>The rows of one partition: those whose columns hold its key.</summary>
internal sealed class PartitionFilter(BuildRequest request)
{
    private readonly PartitionSet _set = request.Partitions!;
    private readonly string _key = request.Step.Step.Partition.Text
        ?? throw new InvalidOperationException($"the step {request.Step.Step} of a partitioned model names no partition");

    internal IEnumerable<string> Columns => _set.Columns;

    internal string Condition => PartitionSql.Condition(_set, request.Step.Step.Partition);

    private string Elsewhere => $"({Condition}) is not true";

    /// <summary>True where the table holds no row of another partition.</summary>
    internal bool IsAlone() =>
        request.Ask($"select 1 from {request.Target} where {Elsewhere} limit 1").Rows.IsEmpty;

    /// <summary>True where another partition has a value in a column.</summary>
    internal bool HasElsewhere(string column) => !request.Ask(
        $"select 1 from {request.Target} where {Elsewhere} and {SqlText.Quote(column)} is not null limit 1").Rows.IsEmpty;

    internal void RequireColumn(IEnumerable<CatalogColumn> columns)
    {
        var names = columns.Select(column => column.Name).ToList();
        if (_set.Columns.FirstOrDefault(column => !names.Contains(column, StringComparer.OrdinalIgnoreCase)) is { } missing)
        {
            throw new DiagnosticException(BuildErrors.NoPartitionColumn(request, missing, names));
        }
    }

    /// <summary>Says whether all of the rows that were written belong to the partition.</summary>
    /// <exception cref="DiagnosticException">Some do not; how many, and one of them.</exception>
    internal void Check(long written)
    {
        var inside = Convert.ToInt64(request.Ask($"select count(*) from {request.Target} where {Condition}").Scalar, CultureInfo.InvariantCulture);
        if (inside == written)
        {
            return;
        }

        var column = string.Join($" || '{PartitionSet.Joint}' || ", _set.Columns.Select(name => $"cast({SqlText.Quote(name)} as varchar)"));
        var stray = request.Ask(
            $"select count(*), coalesce(min({column}), 'NULL') from {SqlText.Nested(request.Select)} where {Elsewhere}").Rows[0];
        throw new DiagnosticException(BuildErrors.OutsidePartition(
            request, string.Join(", ", _set.Columns), _key, Convert.ToInt64(stray[0], CultureInfo.InvariantCulture), Convert.ToString(stray[1], CultureInfo.InvariantCulture) ?? "NULL"));
    }
}
