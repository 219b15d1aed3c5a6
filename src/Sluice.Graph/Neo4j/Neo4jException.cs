namespace Sluice.Graph;

/// <summary>A Neo4j server refused a statement, or could not be reached.</summary>
public sealed class Neo4jException : IOException
{
    internal Neo4jException(string code, string message, Exception? inner = null)
        : base(message, inner) => Code = code;

    /// <summary>Neo4j's status code, such as <c>Neo.ClientError.Schema.ConstraintValidationFailed</c>; empty where the server gave none.</summary>
    public string Code { get; }

    /// <summary>Whether the same may succeed later: a deadlock, a server that is busy or away, a transaction that expired.</summary>
    public bool IsTransient =>
        Code.Length == 0 || Code.StartsWith("Neo.TransientError.", StringComparison.Ordinal) || Code == Neo4jCodes.RequestInvalid && IsExpiry;

    /// <summary>Whether a row of the batch is the cause, so that a part of the batch may succeed.</summary>
    internal bool IsAboutRows => Code is Neo4jCodes.ConstraintValidationFailed or Neo4jCodes.TypeError or Neo4jCodes.ArgumentError or Neo4jCodes.IndexEntryConflict;

    // The server has one code for every request that it does not understand; the message alone says that a transaction is gone.
    private bool IsExpiry => Message.Contains("Transaction with Id", StringComparison.Ordinal) && Message.Contains("was not found", StringComparison.Ordinal);
}

/// <summary>The status codes that the target looks at.</summary>
internal static class Neo4jCodes
{
    internal const string ConstraintValidationFailed = "Neo.ClientError.Schema.ConstraintValidationFailed";
    internal const string IndexEntryConflict = "Neo.ClientError.Schema.IndexEntryConflict";
    internal const string TypeError = "Neo.ClientError.Statement.TypeError";
    internal const string ArgumentError = "Neo.ClientError.Statement.ArgumentError";
    internal const string RequestInvalid = "Neo.ClientError.Request.Invalid";
}
