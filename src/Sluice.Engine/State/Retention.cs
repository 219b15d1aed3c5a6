namespace Sluice.Engine.State;

/// <summary>Which old runs are forgotten when the store is opened. What is active is always kept.</summary>
public sealed record RetentionPolicy
{
    /// <summary>The most runs kept, the latest ones. Default 200.</summary>
    public int MaxRuns { get; init; } = 200;

    /// <summary>How long a run is kept after its end. Default 90 days.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromDays(90);

    /// <summary>
    /// The most checkpoints kept of each database, partition and stage, the latest ones. Default 10. The last one is kept whatever becomes
    /// of its run: it says what the data must be.
    /// </summary>
    public int MaxCheckpoints { get; init; } = 10;

    /// <summary>Keeps everything for ever.</summary>
    public static RetentionPolicy Forever { get; } = new() { MaxRuns = int.MaxValue, MaxAge = TimeSpan.MaxValue, MaxCheckpoints = int.MaxValue };
}

/// <summary>Forgets old runs: their events, steps and verdicts, and all but the last checkpoint of each place. The last duration of each step stays.</summary>
internal static class Retention
{
    internal static void Apply(WriteSession session, RetentionPolicy policy, DateTimeOffset now)
    {
        var oldest = policy.MaxAge < now - DateTimeOffset.UnixEpoch ? WriteSession.Micros(now - policy.MaxAge) : 0;
        var old = session.Query(
            """
            select run from (select run, status, ended_at, row_number() over (order by started_at desc) as place from runs)
            where status <> 'running' and (place > $1 or ended_at < $2)
            """,
            policy.MaxRuns, oldest);
        foreach (var row in old)
        {
            session.Execute("delete from events where run = $1 and seq not in (select max(event) from checkpoints group by database, partition, stage)", row[0]);
            session.Execute("delete from steps where run = $1", row[0]);
            session.Execute("delete from verdicts where run = $1", row[0]);
            session.Execute("delete from runs where run = $1", row[0]);
        }

        ForgetCheckpoints(session, policy.MaxCheckpoints);
    }

    /// <summary>The files of registries that a checkpoint still names.</summary>
    internal static HashSet<string> FilesInUse(WriteSession session) => session.Query("select distinct files from checkpoints")
        .SelectMany(row => ((string)row[0]).Split('\n', StringSplitOptions.RemoveEmptyEntries)).ToHashSet(StringComparer.Ordinal);

    private static void ForgetCheckpoints(WriteSession session, int most)
    {
        session.Execute("delete from checkpoints where event not in (select seq from events)");
        var old = session.Query(
            "select event from (select event, row_number() over (partition by database, partition, stage order by event desc) as place from checkpoints) where place > $1", most);
        foreach (var row in old)
        {
            session.Execute("delete from events where seq = $1", row[0]);
            session.Execute("delete from checkpoints where event = $1", row[0]);
        }
    }
}
