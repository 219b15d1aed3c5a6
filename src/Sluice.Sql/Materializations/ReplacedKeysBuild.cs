using System.Globalization;
using Sluice.Diagnostics;
using Sluice.Sql.Adapters;

namespace Sluice.Sql.Materializations;

/// <summary>
/// Makes the rows of some keys of an incremental model again: those of <c>unique_key</c> that the template names with <c>replaced_keys</c>. The keys are asked for
/// once, before the query, which reads them from <see cref="Table"/>.
/// </summary>
internal static class ReplacedKeysBuild
{
    /// <summary>The keys whose rows are replaced.</summary>
    internal const string Table = "temp.main.sluice_keys";

    /// <summary>The same as a query in parentheses. Where they are filtered, DuckDB passes a Bloom filter of them on to the scan: other rows' columns are not read.</summary>
    internal const string Rows = $"(from {Table} where rowid >= 0)";

    private const string Stage = "temp.main.sluice_stage";

    internal static BuildResult Run(BuildRequest request)
    {
        var keys = string.Join(", ", request.Config.UniqueKey);
        if (keys.Length == 0)
        {
            throw new DiagnosticException(BuildErrors.StrategyNeedsKey(request, "replaced_keys"));
        }

        request.Run($"create or replace temp table sluice_keys as {string.Join(" union ", request.Work.ReplacedKeys.Select(SqlText.Nested))}");
        if (request.HasContract)
        {
            Contract.Check(request);
        }

        request.RunSelect($"create or replace temp table sluice_stage as {SqlText.Nested(request.Select)}");
        var altered = SchemaChange.Apply(request, new RelationName("temp", "main", "sluice_stage"), out _);
        var known = request.Config.GetStrings(Incremental.ChangeLog.Config);
        var (came, gone) = new KeyReplacement(request, $"({keys}) in {Rows}").Run(Stage, known, isUnique: !known.IsEmpty);
        request.Run($"drop table {Stage}");
        request.Run($"drop table {Table}");
        Docs.Persist(request, CatalogKind.Table);
        return new BuildResult(CatalogKind.Table, came, string.Create(CultureInfo.InvariantCulture, $"{came} rows came, {gone} went"))
        {
            Total = Convert.ToInt64(request.Ask($"select count(*) from {request.Target}").Scalar, CultureInfo.InvariantCulture),
            SameContent = came == 0 && gone == 0 && !altered,
            Replaced = [.. request.Config.UniqueKey],
            ColumnsChanged = altered,
        };
    }
}
