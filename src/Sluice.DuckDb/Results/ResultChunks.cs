using Sluice.DuckDb.Connections;
using Sluice.DuckDb.Errors;
using Sluice.DuckDb.Native;
using Sluice.DuckDb.Statements;

namespace Sluice.DuckDb.Results;

/// <summary>The chunks of one result, one after the other; a chunk is freed when the next is fetched.</summary>
internal sealed class ResultChunks : IDisposable
{
    private readonly Session _session;
    private readonly IStatementRun _run;
    private readonly ResultHandle _result;
    private readonly ChunkSlot _chunk = new();

    internal ResultChunks(Session session, IStatementRun run, ResultHandle result)
    {
        _session = session;
        _run = run;
        _result = result;
        Columns = ResultColumns.Of(result);
    }

    internal ResultColumns Columns { get; }

    /// <summary>The rows of the current chunk, once one was fetched; 0 after the last.</summary>
    internal int Rows { get; private set; }

    /// <summary>Whether the current chunk was fetched, and nobody has entered or taken it.</summary>
    internal bool IsWaiting { get; private set; }

    /// <summary>Whether any row came.</summary>
    internal bool HadRows { get; private set; }

    /// <summary>Whether the last chunk was fetched.</summary>
    internal bool Ended { get; private set; }

    /// <summary>Fetches the next chunk that has rows; false after the last.</summary>
    internal bool Fetch(CancellationToken cancellationToken)
    {
        _chunk.Clear();
        (Rows, IsWaiting) = (0, false);
        while (!Ended && Rows == 0)
        {
            var chunk = _run.Streams ? FetchWaiting(cancellationToken) : FetchNow();
            _chunk.Put(chunk);
            Ended = chunk == 0;
            Rows = Ended ? 0 : (int)NativeMethods.DataChunkSize(chunk);
        }

        if (Ended)
        {
            return false;
        }

        Columns.Attach(_chunk.Pointer);
        HadRows = IsWaiting = true;
        return true;
    }

    /// <summary>Enters the chunk that was fetched.</summary>
    internal void Enter() => IsWaiting = false;

    /// <summary>Gives the chunk away that was fetched.</summary>
    internal DuckDbDataChunk Take()
    {
        IsWaiting = false;
        return new(_chunk.Take(), Columns);
    }

    public void Dispose()
    {
        _chunk.Dispose();
        _result.Dispose();
    }

    private nint FetchWaiting(CancellationToken cancellationToken)
    {
        using var call = new RunningCall(_session, _run.TimeoutSeconds, cancellationToken);
        try
        {
            return FetchNow();
        }
        catch (DuckDbException error)
        {
            Ended = true;
            var explained = call.Explain(error);
            throw explained is DuckDbException own ? _run.Locate(own) : explained;
        }
    }

    private unsafe nint FetchNow()
    {
        var added = false;
        try
        {
            _result.DangerousAddRef(ref added);
            var chunk = NativeMethods.FetchChunk(*_result.Pointer);
            return chunk != 0 || NativeMethods.ResultError(_result.Pointer) == 0
                ? chunk
                : throw _run.Locate(DuckDbErrors.FromResult(_result, _run.Sql));
        }
        finally
        {
            if (added)
            {
                _result.DangerousRelease();
            }
        }
    }
}
