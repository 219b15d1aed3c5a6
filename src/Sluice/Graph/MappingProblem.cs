using Sluice.Assets;

namespace Sluice.Graph;

/// <summary>Why a mapping cannot be followed from one partition.</summary>
internal enum MappingProblemKind
{
    /// <summary>It can.</summary>
    None,

    /// <summary>It leads to a partition that the upstream asset does not have.</summary>
    Missing,

    /// <summary>It leads to a later partition of the reader's own dimension.</summary>
    Later,

    /// <summary>It counts partitions where the reader or the upstream asset has none.</summary>
    Unpartitioned,
}

/// <summary>Why a mapping cannot be followed, and the upstream partition at fault.</summary>
internal readonly record struct MappingProblem(MappingProblemKind Kind, PartitionKey Partition)
{
    internal static MappingProblem None => default;
}
