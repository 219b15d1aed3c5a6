using Sluice.DuckDb.Connections;
using Sluice.DuckDb.Errors;
using Sluice.DuckDb.Native;

namespace Sluice.DuckDb.Statements;

/// <summary>
/// The statements of one command, one after the other. Each is planned only when the ones before it have run, because it may
/// need what they create.
/// </summary>
internal sealed class CommandRun : IStatementRun
{
    private readonly Session _session;
    private readonly DuckDbCommand _command;
    private readonly string _sql;
    private PreparedStatement? _reused;
    private ExtractedHandle? _statements;
    private ulong _count;
    private ulong _next;
    private ParameterValues? _values;

    internal CommandRun(Session session, DuckDbCommand command, bool stream, int timeoutSeconds)
    {
        _session = session;
        _command = command;
        _sql = command.CommandText;
        Streams = stream;
        TimeoutSeconds = timeoutSeconds;
        session.EnsureNoStream();
    }

    public long RecordsAffected { get; private set; } = -1;

    public bool Streams { get; }

    public bool HasNext => (_values is null || _next < _count) && !Faulted;

    public string Sql => _sql;

    public int TimeoutSeconds { get; }

    private bool Faulted { get; set; }

    public StatementResult? Next(CancellationToken cancellationToken)
    {
        if (!HasNext)
        {
            return null;
        }

        Faulted = true; // until it has succeeded
        using var call = new RunningCall(_session, TimeoutSeconds, cancellationToken);
        try
        {
            _values ??= Start();
            var result = _next < _count ? RunNext(_values) : (StatementResult?)null;
            Faulted = false;
            return result;
        }
        catch (DuckDbException error)
        {
            throw call.Explain(error);
        }
    }

    public void Skip() => Faulted = true;

    public DuckDbException Locate(DuckDbException error) => error;

    public void Dispose() => _statements?.Dispose();

    /// <summary>Throws where the SQL did not parse; text of nothing but comments has no statements and is no error.</summary>
    internal static void EnsureParsed(ulong count, ExtractedHandle statements, string sql)
    {
        if (count == 0 && Utf8.Borrowed(NativeMethods.ExtractStatementsError(statements)) is { Length: > 0 } message)
        {
            throw DuckDbErrors.FromStatement(message, sql);
        }
    }

    /// <summary>Parses the command, or takes the plan that it has kept.</summary>
    private ParameterValues Start()
    {
        _reused = _command.TakePrepared(_session);
        if (_reused is null)
        {
            Extract();
        }

        _count = _reused is null ? _count : 1;
        return new(_command.Parameters, _sql, multiple: _count > 1);
    }

    private void Extract()
    {
        _count = NativeMethods.ExtractStatements(_session.Connection, _sql, out var pointer);
        _statements = new ExtractedHandle(pointer);
        try
        {
            EnsureParsed(_count, _statements, _sql);
        }
        catch
        {
            _statements.Dispose();
            throw;
        }
    }

    private StatementResult RunNext(ParameterValues values)
    {
        var index = _next++;
        var statement = _reused ?? new PreparedStatement(_session, _statements!, index, _sql);
        try
        {
            values.Bind(statement);
            var silentRollback = statement.Kind == StatementKind.Transaction && IsCommit() && _session.IsAborted() ? _session.AbortCause : null;
            var result = Execute(statement);
            if (silentRollback is not null)
            {
                result.Handle.Dispose();
                throw DuckDbErrors.NotCommitted(silentRollback, _sql);
            }

            Count(result);
            return result;
        }
        finally
        {
            if (_count > 1)
            {
                statement.Dispose();
            }
            else
            {
                _command.KeepPrepared(_session, statement);
            }
        }
    }

    private unsafe StatementResult Execute(PreparedStatement statement)
    {
        var result = new ResultHandle();
        var state = Streams
            ? NativeMethods.ExecutePreparedStreaming(statement.Handle, result.Pointer)
            : NativeMethods.ExecutePrepared(statement.Handle, result.Pointer);
        if (state == DuckDbState.Success)
        {
            _session.Succeeded();
            return new(result, NativeMethods.ResultReturnType(*result.Pointer), statement.Kind);
        }

        using (result)
        {
            throw DuckDbErrors.FromResult(result, _sql);
        }
    }

    private unsafe void Count(StatementResult result)
    {
        var changed = result.Kind switch
        {
            ResultKind.ChangedRows => (long)NativeMethods.RowsChanged(result.Handle.Pointer),
            ResultKind.Nothing when result.Statement is StatementKind.Create => CreatedRows(result.Handle),
            ResultKind.Rows when result.Statement is StatementKind.Insert or StatementKind.Update or StatementKind.Delete or StatementKind.Merge =>
                (long)NativeMethods.RowCount(result.Handle.Pointer), // RETURNING gives back each row that was changed
            _ => -1,
        };
        if (changed >= 0)
        {
            RecordsAffected = Math.Max(RecordsAffected, 0) + changed;
        }
    }

    // CREATE TABLE … AS says how many rows it wrote, in a result that claims to be nothing.
    private static unsafe long CreatedRows(ResultHandle result)
    {
        if (NativeMethods.RowCount(result.Pointer) != 1)
        {
            return -1;
        }

        using var chunk = new ChunkHandle(NativeMethods.FetchChunk(*result.Pointer));
        var vector = NativeMethods.DataChunkVector(chunk.Pointer, 0);
        return DuckDbType.Read(NativeMethods.ColumnLogicalType(result.Pointer, 0)).Kind == DuckDbTypeKind.BigInt
            ? *(long*)NativeMethods.VectorData(vector)
            : -1;
    }

    private bool IsCommit()
    {
        var word = _sql.AsSpan().TrimStart();
        return word.StartsWith("commit", StringComparison.OrdinalIgnoreCase) || word.StartsWith("end", StringComparison.OrdinalIgnoreCase);
    }
}

/// <summary>What a statement has given.</summary>
internal readonly record struct StatementResult(ResultHandle Handle, ResultKind Kind, StatementKind Statement);
