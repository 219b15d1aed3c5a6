using Sluice.Assets;
using Sluice.Runs;

namespace Sluice.Cli.Running;

/// <summary>Statuses as words for programs.</summary>
internal static class StatusWord
{
    /// <summary>Ours: <c>succeeded</c>, <c>unchanged</c>, <c>timed_out</c>…</summary>
    internal static string Of(StepStatus status) => status == StepStatus.TimedOut ? "timed_out" : status.ToString().ToLowerInvariant();

    /// <summary>dbt's: <c>success</c>, <c>error</c>, <c>skipped</c>, <c>no-op</c> for nodes, <c>pass</c>, <c>warn</c>, <c>fail</c> for tests.</summary>
    internal static string OfDbt(AssetKind kind, StepStatus status) => status switch
    {
        StepStatus.Succeeded => kind == AssetKind.Check ? "pass" : "success",
        StepStatus.Warned => "warn",
        StepStatus.Failed => "fail",
        StepStatus.Skipped or StepStatus.Cancelled => "skipped",
        StepStatus.Unchanged => "no-op",
        _ => "error",
    };
}
