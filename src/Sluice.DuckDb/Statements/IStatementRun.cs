namespace Sluice.DuckDb.Statements;

/// <summary>Statements that run one after the other: those of a command, or of all commands of a batch.</summary>
internal interface IStatementRun : IDisposable
{
    /// <summary>The rows that the statements have changed so far; -1 where none of them changes rows.</summary>
    long RecordsAffected { get; }

    /// <summary>Whether results give their rows while the query still runs.</summary>
    bool Streams { get; }

    /// <summary>Whether a statement may be left to run.</summary>
    bool HasNext { get; }

    /// <summary>The text that the current statement is in.</summary>
    string Sql { get; }

    /// <summary>Seconds after which a statement, or a wait for rows, is interrupted; 0 for no limit.</summary>
    int TimeoutSeconds { get; }

    /// <summary>Runs the next statement; null after the last.</summary>
    StatementResult? Next(CancellationToken cancellationToken);

    /// <summary>Runs nothing, now or later.</summary>
    void Skip();

    /// <summary>Adds to an error of the current statement where in the whole it stands.</summary>
    DuckDbException Locate(DuckDbException error);
}
