using System.Globalization;
using Sluice.Diagnostics;
using Sluice.Sql.Adapters;

namespace Sluice.Sql.Materializations.Snapshots;

/// <summary>Keeps every version that the rows of a query have had, and from when to when each held.</summary>
/// <remarks>
/// What was not looked at in time is lost, so <c>--full-refresh</c> does not rebuild it, as in dbt. The query is read once, into
/// a stage of the versions that begin and end; the table is altered before it is written to.
/// </remarks>
internal sealed class SnapshotMaterialization : IMaterialization
{
    public BuildResult Build(BuildRequest request)
    {
        if (request.Existing is { Kind: not CatalogKind.Table })
        {
            throw new DiagnosticException(SnapshotErrors.NotATable(request));
        }

        var columns = SnapshotColumns.Of(request.Config);
        var target = request.IsTable ? request.Session.GetColumns(request.Target, request.Cancel) : [];
        var strategy = SnapshotStrategy.Of(request, columns, target);
        var sql = new SnapshotSql(request, columns, strategy);
        if (!request.IsTable)
        {
            var rows = request.Create($"create table {request.Target} as\n{sql.First()}", CatalogKind.Table);
            Indexes.Create(request);
            Docs.Persist(request, CatalogKind.Table);
            return new BuildResult(CatalogKind.Table, rows) { CreatedAnew = true };
        }

        var missing = columns.All(strategy.HardDeletes == HardDeletes.NewRecord).Where(name => SchemaChange.Find(target, name) is null).ToList();
        return missing.Count > 0
            ? throw new DiagnosticException(SnapshotErrors.MissingColumns(request, missing))
            : Update(request, sql, target);
    }

    private static BuildResult Update(BuildRequest request, SnapshotSql sql, IReadOnlyList<CatalogColumn> target)
    {
        var query = request.Session.Describe(request.Select, request.Cancel);
        var stage = new RelationName("temp", "main", $"{request.Target.Identifier}__sluice_new");
        request.RunSelect($"create or replace temp table {SqlText.Quote(stage.Identifier)} as\n{sql.Changes(query, target)}");
        var added = query.Where(column => SchemaChange.Find(target, column.Name) is null).ToList();
        foreach (var column in added)
        {
            request.Run($"alter table {request.Target} add column {SqlText.Quote(column.Name)} {column.Type}");
        }

        var ended = request.Run(sql.End(stage)) ?? 0;
        var rows = request.Run(sql.Add(stage, query)) ?? 0;
        request.Run($"drop table {stage}");
        Docs.Persist(request, CatalogKind.Table);
        return new BuildResult(CatalogKind.Table, rows)
        {
            Total = Convert.ToInt64(request.Ask($"select count(*) from {request.Target}").Scalar, CultureInfo.InvariantCulture),
            SameContent = ended == 0 && rows == 0 && added.Count == 0,
        };
    }
}
