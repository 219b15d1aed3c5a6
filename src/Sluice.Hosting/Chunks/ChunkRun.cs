using Sluice.Hosting.Writing;
using Sluice.Runs;
using Sluice.Sql.Code;

namespace Sluice.Hosting.Chunks;

/// <summary>Works through a source chunk by chunk; each is committed before the next is read.</summary>
internal sealed class ChunkRun<TIn, TOut>(
    CodeAttempt attempt, ChunkStore store, ChunkSize size, Func<IReadOnlyList<TIn>, CancellationToken, Task<IEnumerable<TOut>>> process)
{
    private int _spills;

    internal async Task<ChunkReport> RunAsync(IAsyncEnumerable<TIn> source, CancellationToken cancel)
    {
        var resumed = store.Count;
        var skip = store.Position;
        var chunk = new List<TIn>();
        await foreach (var row in source.WithCancellation(cancel))
        {
            if (skip > 0)
            {
                skip--;
                continue;
            }

            chunk.Add(row);
            if (chunk.Count >= size.Rows)
            {
                await SendAsync(chunk, cancel);
            }
        }

        if (chunk.Count > 0)
        {
            await SendAsync(chunk, cancel);
        }

        return new ChunkReport(store.Count, resumed, store.Position, store.Rows, size.Halvings, _spills, size.Peak);
    }

    private async Task SendAsync(List<TIn> chunk, CancellationToken cancel)
    {
        var rows = await process(chunk, cancel);
        var staged = new StagedRows(attempt, "sluice_chunk", _ => { });
        var written = await staged.AppendAsync(rows, cancel);
        var spills = size.Look();
        await store.CommitAsync(staged.Select, chunk.Count, written, spills, cancel);
        _spills += spills ? 1 : 0;
        chunk.Clear();
        attempt.Step.Progress?.Report(new StepProgress(store.Position, null));
    }
}
