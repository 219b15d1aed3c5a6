using Sluice.Sql.Materializations.External;
using Sluice.Sql.Materializations.Snapshots;
using Sluice.Sql.Nodes;
using Sluice.Sql.Seeds;

namespace Sluice.Sql.Materializations;

/// <summary>The materializations that the engine brings along, by the name that a config uses.</summary>
internal static class Materialize
{
    internal static readonly Dictionary<string, IMaterialization> ByName = new Dictionary<string, IMaterialization>(StringComparer.Ordinal)
    {
        ["view"] = new ViewMaterialization(),
        ["table"] = new TableMaterialization(),
        ["incremental"] = new IncrementalMaterialization(),
        ["seed"] = new SeedMaterialization(),
        ["external"] = new ExternalMaterialization(),
        ["snapshot"] = new SnapshotMaterialization(),
    };

    private static readonly PartitionedMaterialization Partitioned = new();

    /// <summary>How a node is kept; null where its materialization is the project's own.</summary>
    internal static IMaterialization? Of(SqlNode node) => node switch
    {
        SeedNode => ByName["seed"],
        // A view holds no rows to replace: it is the same for every partition.
        ModelNode { Partitions: not null } model when model.Materialized is "table" or "incremental" => Partitioned,
        ModelNode model => ByName.GetValueOrDefault(model.Materialized),
        _ => null,
    };
}
