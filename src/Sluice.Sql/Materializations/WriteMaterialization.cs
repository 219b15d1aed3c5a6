using System.Globalization;
using Sluice.Diagnostics;
using Sluice.Sql.Adapters;
using Sluice.Sql.Code;

namespace Sluice.Sql.Materializations;

/// <summary>Writes rows beside those that a table holds: adds them, merges them by key, or replaces a part of the table.</summary>
/// <param name="write">What code asks for.</param>
internal sealed class WriteMaterialization(CodeWrite write) : IMaterialization
{
    public BuildResult Build(BuildRequest request)
    {
        if (write.Mode == CodeWriteMode.Nothing)
        {
            return new BuildResult(CatalogKind.Table, null) { IsNothing = true };
        }

        if (write.Mode == CodeWriteMode.Merge)
        {
            RequireUnique(request);
        }

        if (!request.IsTable || (request.FullRefresh && request.Partitions is null))
        {
            return Materialize.Of(request.Node)!.Build(request);
        }

        AddColumns(request);
        if (request.Partitions is not null)
        {
            RequirePartition(request);
        }

        var (rows, message) = write.Mode switch
        {
            CodeWriteMode.Merge => Merge(request),
            CodeWriteMode.ReplaceWhere => (ReplaceWhere(request), null),
            _ => (Insert(request, SqlText.Body(request.Select)), null),
        };
        return new BuildResult(CatalogKind.Table, rows, message) { Total = Count(request), SameContent = rows == 0 && write.Mode != CodeWriteMode.ReplaceWhere };
    }

    private static long Insert(BuildRequest request, string select) => request.Run($"insert into {request.Target} by name\n{select}") ?? 0;

    // Rows that are as they were are left alone, so that a merge of nothing new is no change.
    private (long Rows, string? Message) Merge(BuildRequest request)
    {
        var columns = request.Session.Describe(request.Select, request.Cancel).Select(column => column.Name).ToList();
        var others = columns.Except(write.Keys, StringComparer.OrdinalIgnoreCase).ToList();
        var isSame = string.Join(" and ", others.Select(name => $"s.{SqlText.Quote(name)} is not distinct from t.{SqlText.Quote(name)}").DefaultIfEmpty("true"));
        var within = Within(request, "t.");
        request.Run($"""
            create or replace temp table sluice_changed as
            select s.* from {SqlText.Nested(request.Select)} as s
            where not exists (select 1 from {request.Target} as t where {SameKey("s", "t")} and {isSame}{within})
            """);
        try
        {
            var gone = write.DeletesMissing || write.Touched is not null ? Delete(request, within) : 0;
            var replaced = request.Run($"delete from {request.Target} as t using sluice_changed as s where {SameKey("s", "t")}{within}") ?? 0;
            var written = Insert(request, "select * from temp.main.sluice_changed");
            var message = string.Create(CultureInfo.InvariantCulture, $"{written - replaced} new, {replaced} changed{(write.DeletesMissing || write.Touched is not null ? $", {gone} gone" : "")}");
            return (written + gone, message);
        }
        finally
        {
            if (request.Session.InTransaction)
            {
                TryDrop(request);
            }
        }
    }

    private long Delete(BuildRequest request, string within)
    {
        var touched = write.Touched is { } keys ? $" and exists (select 1 from {keys} as c where {SameKey("c", "t")})" : "";
        return request.Run($"delete from {request.Target} as t where not exists (select 1 from {SqlText.Nested(request.Select)} as s where {SameKey("s", "t")}){touched}{within}") ?? 0;
    }

    // A failed transaction takes the table with it.
    private static void TryDrop(BuildRequest request)
    {
        try
        {
            request.Run("drop table if exists temp.main.sluice_changed");
        }
        catch (DatabaseException)
        {
            // It is gone with the rollback.
        }
    }

    private long ReplaceWhere(BuildRequest request)
    {
        var condition = $"{SqlText.Quote(write.Keys[0])} is not distinct from {write.Literal}";
        var stray = Scalar(request, $"select count(*) from {SqlText.Nested(request.Select)} as s where not ({condition})");
        if (stray > 0)
        {
            throw new DiagnosticException(WriteErrors.OutsideReplaced(request, write.Keys[0], write.Literal!, stray));
        }

        request.Run($"delete from {request.Target} where {condition}");
        return Insert(request, SqlText.Body(request.Select));
    }

    private void RequireUnique(BuildRequest request)
    {
        var keys = SqlText.Columns(write.Keys);
        var found = request.Ask($"select count(*) from (select {keys} from {SqlText.Nested(request.Select)} as s group by {keys} having count(*) > 1)").Scalar;
        if (Convert.ToInt64(found, CultureInfo.InvariantCulture) is var twice and > 0)
        {
            throw new DiagnosticException(WriteErrors.KeysNotUnique(request, write.Keys, twice));
        }
    }

    private static void RequirePartition(BuildRequest request)
    {
        var set = request.Partitions!;
        foreach (var (column, literal) in PartitionSql.Values(set, request.Step.Step.Partition))
        {
            var stray = Scalar(request, $"select count(*) from {SqlText.Nested(request.Select)} as s where {SqlText.Quote(column)} is distinct from {literal}");
            if (stray > 0)
            {
                throw new DiagnosticException(WriteErrors.OutsideReplaced(request, column, literal, stray));
            }
        }
    }

    private static void AddColumns(BuildRequest request)
    {
        var existing = request.Session.GetColumns(request.Target, request.Cancel);
        foreach (var column in request.Session.Describe(request.Select, request.Cancel).Where(column => SchemaChange.Find(existing, column.Name) is null))
        {
            request.Run($"alter table {request.Target} add column {SqlText.Quote(column.Name)} {column.Type}");
        }
    }

    private string SameKey(string one, string other) =>
        string.Join(" and ", write.Keys.Select(name => $"{one}.{SqlText.Quote(name)} is not distinct from {other}.{SqlText.Quote(name)}"));

    private static string Within(BuildRequest request, string alias) =>
        request.Partitions is { } set ? $" and {PartitionSql.Condition(set, request.Step.Step.Partition, alias)}" : "";

    private static long Count(BuildRequest request) =>
        Scalar(request, $"select count(*) from {request.Target} as t where true{Within(request, "t.")}");

    private static long Scalar(BuildRequest request, string sql) => Convert.ToInt64(request.Ask(sql).Scalar, CultureInfo.InvariantCulture);
}

/// <summary>Why rows cannot be written beside others.</summary>
internal static class WriteErrors
{
    internal static Diagnostic KeysNotUnique(BuildRequest request, IEnumerable<string> keys, long count) => new(
        "SLUICE3131", Severity.Error, $"{count.Invariant()} {(count == 1 ? "key occurs" : "keys occur")} more than once among the rows to be merged by {string.Join(", ", keys.Select(key => $"`{key}`"))}",
        request.Node.Source, request.Node.Span, "keep one row of each key, or name the columns that tell the rows apart");

    internal static Diagnostic OutsideReplaced(BuildRequest request, string column, string literal, long count) => new(
        "SLUICE3132", Severity.Error, $"{count.Invariant()} {(count == 1 ? "row has" : "rows have")} another `{column}` than {literal}, whose rows are to be written",
        request.Node.Source, request.Node.Span, "write only rows of that part");
}
