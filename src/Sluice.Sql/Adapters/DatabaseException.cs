using System.Data.Common;

namespace Sluice.Sql.Adapters;

/// <summary>A statement failed in the database.</summary>
/// <param name="kind">The database's kind of error, such as <c>Binder Error</c>.</param>
/// <param name="detail">The database's own message without the kind; may have several lines.</param>
/// <param name="sql">The statement.</param>
/// <param name="position">The offending offset in <paramref name="sql"/>, in UTF-16 units; null where the database names none.</param>
/// <param name="isTransient">True where another attempt may succeed, such as after a transaction conflict.</param>
/// <param name="innerException">The driver's exception.</param>
public sealed class DatabaseException(
    string kind, string detail, string sql, int? position, bool isTransient, Exception? innerException = null)
    : DbException($"{kind}: {detail}", innerException)
{
    /// <summary>The database's kind of error, such as <c>Binder Error</c>.</summary>
    public string Kind { get; } = kind;

    /// <summary>The database's own message without the kind.</summary>
    public string Detail { get; } = detail;

    /// <summary>The statement that failed.</summary>
    public string Sql { get; } = sql;

    /// <summary>The offending offset in <see cref="Sql"/>, in UTF-16 units; null where the database names none.</summary>
    public int? Position { get; } = position;

    /// <inheritdoc/>
    public override bool IsTransient { get; } = isTransient;
}
