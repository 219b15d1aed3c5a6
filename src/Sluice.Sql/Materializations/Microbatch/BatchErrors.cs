using Sluice.Diagnostics;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Materializations.Microbatch;

/// <summary>Why a model cannot be built in batches, one method per situation.</summary>
internal static class BatchErrors
{
    internal static Diagnostic Missing(SqlNode node, string key, string hint) => new(
        "SLUICE3195", Severity.Error, $"the microbatch model `{node.Name}` has no valid `{key}`", node.Source, node.Span, hint);

    internal static Diagnostic None(SqlNode node) => new(
        "SLUICE3197", Severity.Error, $"the microbatch model `{node.Name}` has no batch between its start and its end", node.Source, node.Span,
        "look at `begin`, and at --event-time-start and --event-time-end");

    /// <summary>dbt's words for a model of which some batches are there.</summary>
    internal static string Summary(int built, int all, string problem) =>
        built == 0 ? problem : $"PARTIAL SUCCESS ({((long)built).Invariant()}/{((long)all).Invariant()}): {problem}";

    internal static Diagnostic TooMany(SqlNode node, int most) => new(
        "SLUICE3196", Severity.Error, $"the microbatch model `{node.Name}` has more than {((long)most).Invariant()} batches", node.Source, node.Span,
        "take a larger `batch_size`, or a later `begin`");
}
