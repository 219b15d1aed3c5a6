using Sluice.Runs;

namespace Sluice.Engine.State;

/// <summary>Closes the runs whose process is gone.</summary>
internal static class DeadRuns
{
    /// <summary>Appends the end of each run that is active without a living owner. Done again, it changes nothing.</summary>
    internal static void Close(WriteSession session, DateTimeOffset now)
    {
        foreach (var row in session.Query("select run, host, process_id, process_start, seen_at from runs where status = 'running'"))
        {
            var owner = new RunOwner((string)row[1], (int)(long)row[2], (string)row[3]);
            if (RunOwners.IsAlive(owner, RunStore.Moment((long)row[4]), now))
            {
                continue;
            }

            CrashPoint.Reach(CrashPoint.DuringRecovery);
            var message = $"process {owner.ProcessId} on {owner.Host} ended before the run did";
            session.Append(new RunEnded(new RunId(Guid.Parse((string)row[0])), now, RunStatus.Interrupted, message));
        }
    }
}
