namespace Sluice.Graph;

/// <summary>Loads the rows of one element, a window of rows after the other: as many as all lanes can take.</summary>
internal sealed class Neo4jLoad(QueryApi api, Retry retry, GraphElement element, GraphLoadOptions options)
{
    private readonly Quarantine _quarantine = new(element, options);
    private readonly Neo4jBatch _batch = new(api, element);
    private readonly Lock _gate = new();
    private long _created;
    private long _updated;
    private long _unchanged;
    private int _retries;
    private int _splits;

    // Relationships are dealt by both ends: each of the lanes meets each other.
    private int WindowSize => options.BatchSize * options.Parallelism * (element is RelationshipType ? options.Parallelism : 1);

    internal async Task<GraphElementReport> RunAsync(GraphRows rows, CancellationToken cancellationToken)
    {
        var intake = new Intake(element, _quarantine);
        var window = new List<GraphRow>();
        await foreach (var row in intake.ReadAsync(rows, cancellationToken))
        {
            window.Add(row);
            if (window.Count == WindowSize)
            {
                await LoadWindowAsync(window, cancellationToken);
                window.Clear();
            }
        }

        await LoadWindowAsync(window, cancellationToken);
        var counts = new GraphCounts(intake.Submitted, _created, _updated, _unchanged + intake.Repeated, _quarantine.Count);
        return new(element.Name, counts, _quarantine.Kept, _retries, _splits);
    }

    private async Task LoadWindowAsync(List<GraphRow> window, CancellationToken cancellationToken)
    {
        foreach (var round in Lanes.Deal(element, window, options.Parallelism))
        {
            // The first failure ends the others too; it is the one that is thrown.
            await Parallel.ForEachAsync(
                round,
                new ParallelOptions { MaxDegreeOfParallelism = options.Parallelism, CancellationToken = cancellationToken },
                async (group, cancel) =>
                {
                    foreach (var batch in group.Chunk(options.BatchSize))
                    {
                        await LoadBatchAsync(batch, cancel);
                    }
                });
        }

        api.RequireReached();
    }

    private async Task LoadBatchAsync(IReadOnlyList<GraphRow> rows, CancellationToken cancellationToken)
    {
        try
        {
            Count(await retry.RunAsync(() => _batch.RunAsync(rows, cancellationToken), () => Interlocked.Increment(ref _retries), cancellationToken));
            return;
        }
        catch (Neo4jException error) when (error.IsAboutRows)
        {
            if (rows.Count == 1)
            {
                _quarantine.Add(rows[0].Number, rows[0].Values, error.Message);
                return;
            }
        }

        Interlocked.Increment(ref _splits);
        var half = rows.Count / 2;
        await LoadBatchAsync([.. rows.Take(half)], cancellationToken);
        await LoadBatchAsync([.. rows.Skip(half)], cancellationToken);
    }

    private void Count(BatchOutcome outcome)
    {
        lock (_gate)
        {
            _created += outcome.Created;
            _updated += outcome.Updated;
            _unchanged += outcome.Unchanged;
        }

        foreach (var (row, reason) in outcome.Missing)
        {
            _quarantine.Add(row.Number, row.Values, reason);
        }
    }
}
