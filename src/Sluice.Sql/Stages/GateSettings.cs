using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Runs;

namespace Sluice.Sql.Stages;

/// <summary>What a person decides about gates for one run.</summary>
public sealed record GateSettings
{
    /// <summary>True where a rule that warns keeps what is behind its gate from beginning. Default false.</summary>
    public bool FailOnWarning { get; init; }

    /// <summary>The rules that are let pass whatever they find.</summary>
    public ImmutableArray<GateOverride> Overrides { get; init; } = [];

    /// <summary>The verdict, let pass where a person says so.</summary>
    internal Verdict Pass(Verdict verdict, PartitionKey partition) =>
        verdict.Status == VerdictStatus.Error && Overrides.FirstOrDefault(item => item.Rule == verdict.Rule && (item.Partition is null || item.Partition == partition)) is { } passed
            ? verdict with { Override = passed.Reason }
            : verdict;
}

/// <summary>A rule that a person lets pass.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Partition">The partition; null for all.</param>
/// <param name="Reason">Why, and who says so; kept with the verdict.</param>
public sealed record GateOverride(string Rule, PartitionKey? Partition, string Reason);
