namespace Sluice.Engine.State;

/// <summary>Which old runs are forgotten when the store is opened. What is active is always kept.</summary>
public sealed record RetentionPolicy
{
    /// <summary>The most runs kept, the latest ones. Default 200.</summary>
    public int MaxRuns { get; init; } = 200;

    /// <summary>How long a run is kept after its end. Default 90 days.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Keeps every run for ever.</summary>
    public static RetentionPolicy Forever { get; } = new() { MaxRuns = int.MaxValue, MaxAge = TimeSpan.MaxValue };
}

/// <summary>Forgets old runs: their events, steps and verdicts. The last duration of each step stays.</summary>
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
            session.Execute("delete from events where run = $1", row[0]);
            session.Execute("delete from steps where run = $1", row[0]);
            session.Execute("delete from verdicts where run = $1", row[0]);
            session.Execute("delete from runs where run = $1", row[0]);
        }
    }
}
