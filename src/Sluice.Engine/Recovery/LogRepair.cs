using Sluice.Assets;
using Sluice.Runs;

namespace Sluice.Engine.Recovery;

/// <summary>
/// Completes the log of interrupted runs from the commit markers: a step whose marker exists was committed, even if its process
/// ended before it could say so. Killed at any point and run again, it ends in the same log.
/// </summary>
internal static class LogRepair
{
    internal static async Task RunAsync(IEventLog log, IReadOnlyDictionary<StepKey, CommitMarker> markers, TimeProvider time)
    {
        var runs = await log.FindUnrepairedAsync();
        if (runs.IsEmpty)
        {
            return;
        }

        var byRun = markers.Values.ToLookup(marker => marker.Run);
        foreach (var run in runs)
        {
            CrashPoint.Reach(CrashPoint.DuringRecovery);
            await RepairAsync(log, run, byRun[run], time);
        }
    }

    private static async Task RepairAsync(IEventLog log, RunId run, IEnumerable<CommitMarker> markers, TimeProvider time)
    {
        var recorded = (await log.ReadAsync(run)).OfType<StepEnded>()
            .Where(end => end.Status is StepStatus.Succeeded or StepStatus.Warned)
            .Select(end => (end.Step, end.CodeVersion, end.InputVersion, end.Fingerprint))
            .ToHashSet();
        var recovered = 0;
        foreach (var marker in markers
            .Where(marker => !marker.HooksPending && !recorded.Contains((marker.Step, marker.CodeVersion, marker.InputVersion, marker.Fingerprint)))
            .OrderBy(marker => marker.CommittedAt))
        {
            recovered++;
            CrashPoint.Reach(CrashPoint.DuringRecovery);
            await log.AppendAsync(Recover(marker));
        }

        await log.AppendAsync(new RunRepaired(run, time.GetUtcNow(), recovered));
    }

    private static StepEnded Recover(CommitMarker marker) => new(marker.Run, marker.CommittedAt, marker.Step, StepStatus.Succeeded)
    {
        Attempts = marker.Attempt,
        Rows = marker.RowCount,
        Message = "recovered from the commit marker",
        CodeVersion = marker.CodeVersion,
        InputVersion = marker.InputVersion,
        Fingerprint = marker.Fingerprint,
        Recovered = true,
    };
}
