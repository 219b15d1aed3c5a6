using System.Globalization;
using Sluice.Sql.Adapters;
using Sluice.Sql.Context;

namespace Sluice.Sql.Materializations.Microbatch;

/// <summary>Replaces the rows of one batch: those whose event time lies in it.</summary>
internal sealed class MicrobatchMaterialization(EventBatch batch) : IMaterialization
{
    public BuildResult Build(BuildRequest request)
    {
        if (!request.IsTable || (request.FullRefresh && batch.IsFirst))
        {
            return new TableMaterialization().Build(request) with { SameContent = false };
        }

        if (request.HasContract)
        {
            Contract.Check(request);
        }

        var stage = new RelationName("temp", "main", $"{request.Target.Identifier}__sluice_new");
        request.RunSelect($"create or replace temp table {SqlText.Quote(stage.Identifier)} as {SqlText.Nested(request.Select)}");
        SchemaChange.Apply(request, stage, out var columns);
        var predicates = string.Concat(IncrementalMaterialization.Predicates(request).Select(predicate => $"\n  and ({predicate})"));
        var window = batch.Condition(BatchPlan.EventTimeOf(request.Node));
        request.Run($"delete from {request.Target} as DBT_INCREMENTAL_TARGET\nwhere {window}{predicates}");
        var list = SqlText.Columns(columns);
        // Of what the query yields beyond the batch, nothing is kept: another batch has it.
        var rows = request.Run($"insert into {request.Target} ({list})\nselect {list} from {stage}\nwhere {window}") ?? 0;
        request.Run($"drop table {stage}");
        Docs.Persist(request, CatalogKind.Table);
        return new BuildResult(CatalogKind.Table, rows) { Total = Convert.ToInt64(request.Ask($"select count(*) from {request.Target}").Scalar, CultureInfo.InvariantCulture) };
    }
}
