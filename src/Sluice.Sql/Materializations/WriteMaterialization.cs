using System.Globalization;
using Sluice.Diagnostics;
using Sluice.Sql.Adapters;
using Sluice.Sql.Code;

namespace Sluice.Sql.Materializations;

/// <summary>Writes rows beside those that a table holds: adds them, merges them by key, or replaces a part of the table.</summary>
/// <param name="write">What code asks for.</param>
internal sealed class WriteMaterialization(CodeWrite write) : IMaterialization
{
    private const string Stage = "temp.main.sluice_stage";

    public BuildResult Build(BuildRequest request)
    {
        if (write.Mode == CodeWriteMode.Nothing)
        {
            return new BuildResult(CatalogKind.Table, null) { IsNothing = true };
        }

        if (!request.IsTable || (request.FullRefresh && request.Partitions is null))
        {
            if (write.Mode == CodeWriteMode.Merge)
            {
                RequireUnique(request, SqlText.Nested(request.Select));
            }

            return Materialize.Of(request.Node)!.Build(request);
        }

        var altered = AddColumns(request);
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
        return new BuildResult(CatalogKind.Table, rows, message)
        {
            Total = Count(request),
            SameContent = rows == 0 && !altered && write.Mode != CodeWriteMode.ReplaceWhere,
            Replaced = write.Mode == CodeWriteMode.Merge ? write.Keys : [],
            ColumnsChanged = altered,
        };
    }

    private static long Insert(BuildRequest request, string select) => request.Run($"insert into {request.Target} by name\n{select}") ?? 0;

    // Rows that are as they were are left alone, so that a merge of nothing new is no change.
    private (long Rows, string? Message) Merge(BuildRequest request)
    {
        request.Run($"create or replace temp table sluice_stage as {SqlText.Nested(request.Select)}");
        RequireUnique(request, Stage);
        var known = write.Keys.Union(request.Config.GetStrings(Incremental.ChangeLog.Config), StringComparer.OrdinalIgnoreCase);
        var (came, gone) = new KeyReplacement(request, Replaced(request) + Within(request, "t.")).Run(Stage, known, isUnique: true);
        var changed = came == 0 || gone == 0 ? 0 : Scalar(
            request, $"select count(*) from {KeyReplacement.CameSql} as c where exists (select 1 from {KeyReplacement.GoneSql} as g where {SameKey("c", "g")})");
        request.Run($"drop table {Stage}");
        request.Run($"drop table if exists {ReplacedKeysBuild.Table}");
        var message = string.Create(CultureInfo.InvariantCulture, $"{came - changed} new, {changed} changed{(write.DeletesMissing || write.Touched is not null ? $", {gone - changed} gone" : "")}");
        return (came + gone - changed, message);
    }

    // Which rows are to be those of the stage: all, or those of some keys.
    private string Replaced(BuildRequest request)
    {
        if (write.DeletesMissing)
        {
            return "true";
        }

        var keys = SqlText.Columns(write.Keys);
        var touched = write.Touched is { } more ? $" union select {keys} from {more} as c" : "";
        request.Run($"create or replace temp table sluice_keys as select {keys} from {Stage}{touched}");
        return $"exists (select 1 from {ReplacedKeysBuild.Table} as k where {SameKey("k", "t")})";
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

    private void RequireUnique(BuildRequest request, string rows)
    {
        var keys = SqlText.Columns(write.Keys);
        var found = request.Ask($"select count(*) from (select {keys} from {rows} as s group by {keys} having count(*) > 1)").Scalar;
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

    private static bool AddColumns(BuildRequest request)
    {
        var existing = request.Session.GetColumns(request.Target, request.Cancel);
        var any = false;
        foreach (var column in request.Session.Describe(request.Select, request.Cancel).Where(column => SchemaChange.Find(existing, column.Name) is null))
        {
            request.Run($"alter table {request.Target} add column {SqlText.Quote(column.Name)} {column.Type}");
            any = true;
        }

        return any;
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
