using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Sluice.Assets;
using Sluice.Plans;
using Sluice.Runs;

namespace Sluice.Engine.State;

/// <summary>Reads what the log says about runs and steps. Safe to use from several threads, beside the writer.</summary>
public sealed class RunStore : IVerdictHistory, ICheckpointHistory
{
    private const string SummaryColumns =
        """
        select r.run, r.title, r.status, r.message, r.host, r.process_id, r.process_start, r.started_at, r.ended_at,
            (select count(*) from steps s where s.run = r.run and s.status in ('succeeded', 'warned')),
            (select count(*) from steps s where s.run = r.run and s.status in ('failed', 'errored', 'timedout')),
            (select count(*) from steps s where s.run = r.run and s.status = 'skipped'),
            (select count(*) from steps s where s.run = r.run and s.status = 'unchanged')
        from runs r

        """;

    private readonly string _path;
    private readonly string _connectionString;

    internal RunStore(string path)
    {
        _path = path;
        _connectionString = Connections.Reading(path);
    }

    /// <summary>The latest runs, the last one first.</summary>
    /// <param name="limit">The most runs returned; at least 1.</param>
    /// <param name="status">Only runs that stand like this; all where null.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public Task<ImmutableArray<RunSummary>> ListAsync(
        int limit = 50, RunStatus? status = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return QueryAsync(
            SummaryColumns + "where $1 is null or r.status = $1 order by r.started_at desc, r.run desc limit $2",
            [status is { } wanted ? WriteSession.Text(wanted) : null, limit], Summary, cancellationToken);
    }

    /// <summary>One run with its plan and steps; null where the store does not hold it.</summary>
    public async Task<RunDetails?> GetAsync(RunId run, CancellationToken cancellationToken = default)
    {
        var summaries = await QueryAsync(SummaryColumns + "where r.run = $1", [run.ToString()], Summary, cancellationToken);
        if (summaries.IsEmpty)
        {
            return null;
        }

        var plans = await QueryAsync(
            "select data from events where run = $1 and kind in ($2, $3) order by seq",
            [run.ToString(), nameof(RunStarted), nameof(RunResumed)], Event, cancellationToken);
        var plan = PlanOf(plans[^1]);
        var steps = await QueryAsync(
            """
            select asset, partition, status, attempts, started_at, ended_at, duration, rows, message, details, recovered
            from steps where run = $1 order by coalesce(started_at, ended_at), ended_at, asset, partition
            """,
            [run.ToString()], Step, cancellationToken);
        return new RunDetails(summaries[0], plan, steps) { Audits = [.. plans.Select(AuditOf).OfType<RunAudit>()] };
    }

    /// <summary>The runs whose id begins with the text, the last one first; at most ten. <c>last</c> is the last run of all.</summary>
    public Task<ImmutableArray<RunSummary>> FindAsync(string idStart, CancellationToken cancellationToken = default) => idStart == "last"
        ? ListAsync(1, cancellationToken: cancellationToken)
        : QueryAsync(
            SummaryColumns + "where substr(r.run, 1, length($1)) = $1 order by r.started_at desc limit 10",
            [idStart.ToLowerInvariant()], Summary, cancellationToken);

    /// <summary>How long each step took when it last ended well, in any run.</summary>
    public async Task<IReadOnlyDictionary<StepKey, TimeSpan>> LastDurationsAsync(CancellationToken cancellationToken = default)
    {
        var rows = await QueryAsync(
            "select asset, partition, duration from durations", [],
            row => KeyValuePair.Create(Key(row, 0), Span(row.GetInt64(2))), cancellationToken);
        return rows.ToDictionary();
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<VerdictRecord>> FindVerdictsAsync(VerdictQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1, nameof(query));
        return QueryAsync(
            """
            select run, asset, partition, at, data from verdicts
            where ($1 is null or rule = $1) and ($2 is null or partition = $2) and ($3 is null or run = $3) and ($4 is null or run <> $4)
                and ($5 = 0 or accepted = 1)
            order by at desc, run desc, asset, partition, place limit $6
            """,
            [
                query.Rule, query.Partition is { } partition ? WriteSession.Text(partition) : null, query.Run?.ToString(), query.Except?.ToString(),
                query.AcceptedOnly ? 1 : 0, query.Limit,
            ],
            VerdictOf, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<CheckpointTaken>> FindCheckpointsAsync(CheckpointQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1, nameof(query));
        return QueryAsync(
            """
            select e.data from checkpoints c join events e on e.seq = c.event
            where ($1 is null or c.database = $1) and ($2 is null or c.run = $2)
                and ($3 = 0 or c.event in (select max(event) from checkpoints group by database, partition, stage))
            order by c.event desc limit $4
            """,
            [query.Database, query.Run?.ToString(), query.LatestOnly ? 1 : 0, query.Limit], row => (CheckpointTaken)Event(row), cancellationToken);
    }

    internal Task<ImmutableArray<RunEvent>> ReadEventsAsync(RunId run, CancellationToken cancellationToken) =>
        QueryAsync("select data from events where run = $1 order by seq", [run.ToString()], Event, cancellationToken);

    internal Task<ImmutableArray<RunId>> FindUnrepairedAsync(CancellationToken cancellationToken) => QueryAsync(
        "select run from runs where repaired = 0 and status <> 'running' order by started_at", [], row => new RunId(Guid.Parse(row.GetString(0))), cancellationToken);

    internal async Task<CancelRequested?> FindCancelAsync(RunId run, CancellationToken cancellationToken)
    {
        var found = await QueryAsync(
            "select data from events where run = $1 and kind = $2 and exists (select 1 from runs where run = $1 and cancel_requested = 1) order by seq desc limit 1",
            [run.ToString(), nameof(CancelRequested)], Event, cancellationToken);
        return found is [CancelRequested cancel] ? cancel : null;
    }

    internal void ReleaseConnections()
    {
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
    }

    internal static DateTimeOffset Moment(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);

    private static TimeSpan Span(long micros) => new(micros * TimeSpan.TicksPerMicrosecond);

    private static RunAudit? AuditOf(RunEvent happened) => (happened as RunStarted)?.Audit ?? (happened as RunResumed)?.Audit;

    private static RunPlan PlanOf(RunEvent happened) => happened switch
    {
        RunStarted started => started.Plan,
        RunResumed resumed => resumed.Plan,
        _ => throw new InvalidOperationException($"the event {happened.GetType().Name} carries no plan"),
    };

    private static RunEvent Event(SqliteDataReader row) => JsonSerializer.Deserialize(row.GetString(0), RunEventJson.Default.RunEvent)!;

    private static StepKey Key(SqliteDataReader row, int column)
    {
        var partition = row.GetString(column + 1);
        return new StepKey(new AssetKey(row.GetString(column)), partition.Length == 0 ? PartitionKey.None : new PartitionKey(partition));
    }

    private static RunSummary Summary(SqliteDataReader row) => new()
    {
        Run = new RunId(Guid.Parse(row.GetString(0))),
        Title = Text(row, 1),
        Status = Enum.Parse<RunStatus>(row.GetString(2), ignoreCase: true),
        Message = Text(row, 3),
        Owner = new RunOwner(row.GetString(4), row.GetInt32(5), row.GetString(6)),
        StartedAt = Moment(row.GetInt64(7)),
        EndedAt = row.IsDBNull(8) ? null : Moment(row.GetInt64(8)),
        Succeeded = row.GetInt32(9),
        Failed = row.GetInt32(10),
        Skipped = row.GetInt32(11),
        Unchanged = row.GetInt32(12),
    };

    private static RunStep Step(SqliteDataReader row) => new()
    {
        Step = Key(row, 0),
        Status = Enum.TryParse<StepStatus>(Text(row, 2), ignoreCase: true, out var status) ? status : null,
        Attempts = row.GetInt32(3),
        StartedAt = row.IsDBNull(4) ? null : Moment(row.GetInt64(4)),
        EndedAt = row.IsDBNull(5) ? null : Moment(row.GetInt64(5)),
        Duration = row.IsDBNull(6) ? null : Span(row.GetInt64(6)),
        Rows = row.IsDBNull(7) ? null : row.GetInt64(7),
        Message = Text(row, 8),
        Details = Text(row, 9),
        Recovered = row.GetInt64(10) != 0,
    };

    private static VerdictRecord VerdictOf(SqliteDataReader row) => new(
        new RunId(Guid.Parse(row.GetString(0))), Key(row, 1), Moment(row.GetInt64(3)),
        JsonSerializer.Deserialize(row.GetString(4), RunEventJson.Default.Verdict)!);

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    // SQLite has no asynchronous calls; these are short.
    private Task<ImmutableArray<T>> QueryAsync<T>(
        string sql, object?[] values, Func<SqliteDataReader, T> read, CancellationToken cancellationToken) => StoreErrors.GuardAsync(_path, () =>
        {
            using var connection = new SqliteConnection(_connectionString);
            connection.Open();
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts stand above.
            command.CommandText = sql;
#pragma warning restore CA2100
            for (var index = 0; index < values.Length; index++)
            {
                command.Parameters.AddWithValue($"${index + 1}", values[index] ?? DBNull.Value);
            }

            using var reader = command.ExecuteReader();
            var rows = ImmutableArray.CreateBuilder<T>();
            while (reader.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                rows.Add(read(reader));
            }

            return Task.FromResult(rows.ToImmutable());
        });
}
