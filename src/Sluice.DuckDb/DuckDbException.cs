using System.Collections.Frozen;
using System.Data.Common;
using System.Globalization;

namespace Sluice.DuckDb;

/// <summary>DuckDB refused or failed: the SQL is wrong, a constraint is violated, a file is locked, the statement was interrupted.</summary>
public sealed class DuckDbException : DbException
{
    private string? _place;

    internal DuckDbException(DuckDbErrorType errorType, string message, Exception? inner = null)
        : base(message, inner)
    {
        ErrorType = errorType;
        Summary = message;
    }

    /// <summary>What is wrong, with the line of the SQL; for a batch also which of its commands it is.</summary>
    public override string Message => _place is null ? base.Message : $"{base.Message}\n\n{_place}";

    /// <summary>DuckDB's class of the error.</summary>
    public DuckDbErrorType ErrorType { get; }

    /// <summary>The message in its shortest form: without the class in front and the excerpt of the SQL behind.</summary>
    public string Summary { get; internal init; }

    /// <summary>The command of a batch that failed, which <see cref="Sql"/> and <see cref="Position"/> are about; null outside a batch.</summary>
    public new DuckDbBatchCommand? BatchCommand { get; private set; }

    /// <summary>The SQL text that was sent, all its statements; null where there was none, as when opening.</summary>
    public string? Sql { get; internal init; }

    /// <summary>The offset in <see cref="Sql"/>, in UTF-16 units, that the error points at; null where DuckDB names none.</summary>
    public int? Position { get; internal init; }

    /// <summary>
    /// What else DuckDB tells about the error, by its own keys, such as <c>error_subtype</c>, <c>name</c> and <c>candidates</c> for a
    /// name that cannot be resolved. Empty where it tells nothing.
    /// </summary>
    public IReadOnlyDictionary<string, string> Details { get; internal init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Who holds the database file, where it could not be opened because another process has it open; else null.</summary>
    public DuckDbLockHolder? LockHolder { get; internal init; }

    /// <summary>True where the same statement may succeed later: a transaction conflict, a locked file, a failed request over the network.</summary>
    public override bool IsTransient => Transient || LockHolder is not null;

    internal bool Transient { get; init; }

    /// <inheritdoc/>
    protected override DbBatchCommand? DbBatchCommand => BatchCommand;

    /// <summary>Says which command of a batch it was.</summary>
    internal DuckDbException InBatch(DuckDbBatchCommand command, int number, int count)
    {
        BatchCommand = command;
        _place = string.Create(CultureInfo.InvariantCulture, $"in command {number} of {count} of the batch");
        return this;
    }
}

/// <summary>The process that has a database file open.</summary>
/// <param name="ProcessId">Its id.</param>
/// <param name="ProcessName">The name of its program, such as <c>dotnet</c>; null where the system does not tell.</param>
/// <param name="CommandLine">Its command line; null where the system does not tell.</param>
public sealed record DuckDbLockHolder(int ProcessId, string? ProcessName, string? CommandLine);
