using Microsoft.Data.Sqlite;

namespace Sluice.Engine.State;

/// <summary>Every message about the state store; docs/errors/30xx-runs.md explains each.</summary>
internal static class StoreErrors
{
    // https://sqlite.org/rescode.html
    private const int ReadOnly = 8;
    private const int IoError = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    internal static EngineException NewerVersion(string path, long version) => new(
        "SLUICE3001", $"the state store {path} was written by a newer version (format {version})", "update sluice, or delete the file to start without history");

    internal static EngineException From(string path, SqliteException error) => error.SqliteErrorCode switch
    {
        Corrupt or NotADatabase => new EngineException(
            "SLUICE3002", $"the state store {path} is damaged: {error.Message}",
            "move the file away to start without history; the data and its commit markers are not affected", error),
        Full => new EngineException(
            "SLUICE3003", $"the state store {path} cannot grow: the disk is full", "free some space and resume the run", error),
        ReadOnly or CannotOpen or IoError => new EngineException(
            "SLUICE3004", $"the state store {path} cannot be written: {error.Message}", "check the folder's permissions", error),
        _ => new EngineException("SLUICE3005", $"the state store {path} failed: {error.Message}", null, error),
    };

    internal static EngineException From(string path, Exception error) => new(
        "SLUICE3004", $"the state store {path} cannot be written: {error.Message}", "check the folder's permissions", error);

    /// <summary>Runs an action on the store and names what went wrong.</summary>
    internal static async Task<T> GuardAsync<T>(string path, Func<Task<T>> action)
    {
        try
        {
            return await action();
        }
        catch (SqliteException error)
        {
            throw From(path, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw From(path, error);
        }
    }
}
