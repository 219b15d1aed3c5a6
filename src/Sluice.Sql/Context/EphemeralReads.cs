using Sluice.Assets;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Context;

/// <summary>The ephemeral models that one render reads, in the order of the first read.</summary>
internal sealed class EphemeralReads
{
    internal List<EphemeralRead> Items { get; } = [];

    /// <summary>The last partition that models without partitions of their own see; none for all that are declared.</summary>
    internal PartitionKey Until { get; init; }

    /// <summary>The name of the expression that stands for the model at a partition.</summary>
    internal string Add(ModelNode model, PartitionKey key, PartitionState? current)
    {
        // Of the current partition the name is dbt's; an earlier one is another expression of the same query.
        var isCurrent = key.IsNone || current?.Key == key;
        var read = new EphemeralRead(model, isCurrent ? current?.Key ?? default : key, isCurrent ? $"__dbt__cte__{model.StandardAlias}" : $"__dbt__cte__{model.StandardAlias}__{key.Text}");
        if (!Items.Contains(read))
        {
            Items.Add(read);
        }

        return read.Name;
    }
}

/// <summary>One inlined model.</summary>
/// <param name="Model">The model.</param>
/// <param name="Partition">The partition that it is rendered for.</param>
/// <param name="Name">The name of the expression.</param>
internal sealed record EphemeralRead(ModelNode Model, PartitionKey Partition, string Name);
