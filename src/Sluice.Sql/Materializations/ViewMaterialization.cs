using Sluice.Sql.Adapters;

namespace Sluice.Sql.Materializations;

/// <summary>Keeps the query itself. A table of that name gives way.</summary>
internal sealed class ViewMaterialization : IMaterialization
{
    public BuildResult Build(BuildRequest request)
    {
        if (request.HasContract)
        {
            Contract.Check(request);
        }

        request.DropOther(CatalogKind.View);
        request.Create($"create or replace view {request.Target} as {SqlText.Nested(request.Select)}", CatalogKind.View);
        Docs.Persist(request, CatalogKind.View);
        return new BuildResult(CatalogKind.View, Rows: null) { CreatedAnew = true };
    }
}
