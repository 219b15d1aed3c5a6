using Sluice.Sql.Adapters;

namespace Sluice.Sql.Materializations;

/// <summary>Keeps the query's rows; every build replaces all of them. A view of that name gives way.</summary>
internal sealed class TableMaterialization : IMaterialization
{
    public BuildResult Build(BuildRequest request)
    {
        var compares = request.IsTable && request.Step.Previous is { RowCount: not null };
        var before = compares ? Content.Of(request, filter: null) : null;
        var rows = Create(request);
        var same = before is not null && before.Count == (rows ?? before.Count) && before == Content.Of(request, filter: null);
        return new BuildResult(CatalogKind.Table, rows) { SameContent = same, CreatedAnew = true };
    }

    /// <summary>Creates the table from nothing, in the place of whatever has its name; returns the rows written.</summary>
    /// <param name="request">What to build.</param>
    /// <param name="replaces">
    /// False where a table that another transaction created meanwhile must not be replaced: its rows are of other partitions.
    /// </param>
    internal static long? Create(BuildRequest request, bool replaces = true)
    {
        request.DropOther(CatalogKind.Table);
        var create = $"{(replaces ? "create or replace table" : "create table")} {request.Target}";
        var rows = request.HasContract
            ? CreateByContract(request, create)
            : First(request, $"{create} as {SqlText.Nested(request.Select)}", replaces);
        Indexes.Create(request);
        Docs.Persist(request, CatalogKind.Table);
        return rows;
    }

    private static long? CreateByContract(BuildRequest request, string create)
    {
        Contract.Check(request);
        request.Run($"{create} {Contract.Definition(request)}");
        var columns = Contract.ColumnList(request);
        return request.Create(
            $"insert into {request.Target} ({columns}) select {columns} from {SqlText.Nested(request.Select)} as model_subq", CatalogKind.Table);
    }

    private static long? First(BuildRequest request, string sql, bool replaces)
    {
        try
        {
            return request.Create(sql, CatalogKind.Table);
        }
        catch (DatabaseException error) when (!replaces && error.Detail.Contains("already exists", StringComparison.Ordinal))
        {
            request.Session.CatalogMayHaveChanged();
            throw new DatabaseException("TransactionContext Error", "another partition created the table first", error.Sql, null, isTransient: true, error);
        }
    }
}
