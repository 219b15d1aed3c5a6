using Sluice.DuckDb.Connections;

namespace Sluice.DuckDb.Statements;

/// <summary>The commands of one batch, one after the other.</summary>
internal sealed class BatchRun : IStatementRun
{
    private readonly Session _session;
    private readonly IReadOnlyList<DuckDbBatchCommand> _commands;
    private CommandRun? _current;
    private int _started;
    private bool _stopped;

    internal BatchRun(Session session, IReadOnlyList<DuckDbBatchCommand> commands, bool stream, int timeoutSeconds)
    {
        _session = session;
        _commands = commands;
        Streams = stream;
        TimeoutSeconds = timeoutSeconds;
        session.EnsureNoStream();
        foreach (var command in commands)
        {
            command.Affected = -1;
        }
    }

    public long RecordsAffected { get; private set; } = -1;

    public bool Streams { get; }

    public bool HasNext => !_stopped && (_current is { HasNext: true } || _started < _commands.Count);

    public string Sql => Current.CommandText;

    public int TimeoutSeconds { get; }

    private DuckDbBatchCommand Current => _commands[_started - 1];

    public StatementResult? Next(CancellationToken cancellationToken)
    {
        while (HasNext)
        {
            if (_current is not { HasNext: true })
            {
                _current?.Dispose();
                _current = new CommandRun(_session, _commands[_started++].Command, Streams, TimeoutSeconds);
            }

            if (RunNext(_current, cancellationToken) is { } result)
            {
                return result;
            }
        }

        return null;
    }

    public void Skip() => _stopped = true;

    public DuckDbException Locate(DuckDbException error) => error.InBatch(Current, _started, _commands.Count);

    public void Dispose() => _current?.Dispose();

    private StatementResult? RunNext(CommandRun run, CancellationToken cancellationToken)
    {
        _stopped = true; // until it has succeeded
        var before = Math.Max(run.RecordsAffected, 0);
        StatementResult? result;
        try
        {
            result = run.Next(cancellationToken);
        }
        catch (DuckDbException error)
        {
            _ = Locate(error);
            throw;
        }
        catch (InvalidOperationException error)
        {
            throw new InvalidOperationException($"command {_started} of {_commands.Count} of the batch: {error.Message}", error);
        }

        Current.Affected = run.RecordsAffected;
        if (run.RecordsAffected >= 0)
        {
            RecordsAffected = Math.Max(RecordsAffected, 0) + run.RecordsAffected - before;
        }

        _stopped = false;
        return result;
    }
}
