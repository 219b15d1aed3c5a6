using Sluice.DuckDb;
using Sluice.Sql.Adapters;

namespace Sluice.Sql.DuckDb;

/// <summary>Turns the driver's exception into the one that the engine knows.</summary>
internal static class DuckDbErrorMap
{
    internal static DatabaseException ToDatabase(DuckDbException error, string sql)
    {
        var (kind, detail) = Split(error);
        return new DatabaseException(kind, detail, error.Sql ?? sql, error.Position, error.IsTransient || IsConflict(error), error);
    }

    // `Attempting to modify table p but another transaction has altered this table` and the like.
    private static bool IsConflict(DuckDbException error) =>
        error.ErrorType == DuckDbErrorType.Transaction && error.Message.Contains("another transaction", StringComparison.Ordinal);

    // DuckDB writes `Binder Error: …`; what has no kind of its own is an error of the database.
    private static (string Kind, string Detail) Split(DuckDbException error)
    {
        var message = error.Message;
        var colon = message.IndexOf(": ", StringComparison.Ordinal);
        return colon > 0 && message.AsSpan(0, colon).EndsWith(" Error", StringComparison.Ordinal)
            ? (message[..colon], message[(colon + 2)..])
            : ($"{error.ErrorType} Error", message);
    }
}
