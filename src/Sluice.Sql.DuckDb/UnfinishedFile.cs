using Sluice.DuckDb;

namespace Sluice.Sql.DuckDb;

/// <summary>
/// A database file whose creation was cut short. DuckDB writes its three headers one by one; a process that is killed between them leaves a file
/// that DuckDB refuses ever after, though nothing can have been committed to it.
/// </summary>
internal static class UnfinishedFile
{
    // The main header and two headers of the database, 4,096 bytes each.
    private const int Headers = 3 * 4096;
    private const int MagicAt = 8;

    // Who is still creating the file has locked it by then, so that DuckDB says who holds it.
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(2);

    /// <summary>Opens a database, and begins it anew where its file is an unfinished one that nobody is at work on any more.</summary>
    /// <param name="path">The file.</param>
    /// <param name="open">Opens it; called once more after the file was removed, or was given time.</param>
    /// <param name="cancel">Stops the wait of up to two seconds.</param>
    /// <exception cref="DuckDbException">It cannot be opened for another reason.</exception>
    internal static async Task ReplaceAsync(string path, Func<Task> open, CancellationToken cancel)
    {
        try
        {
            await open();
        }
        catch (DuckDbException error) when (error.LockHolder is null && LooksUnfinished(path))
        {
            var written = File.GetLastWriteTimeUtc(path);
            var wait = Lag - (TimeProvider.System.GetUtcNow().UtcDateTime - written);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait < Lag ? wait : Lag, cancel);
            }

            if (File.GetLastWriteTimeUtc(path) == written)
            {
                TryRemove(path);
            }

            await open();
        }
    }

    private static void TryRemove(string path)
    {
        try
        {
            if (LooksUnfinished(path))
            {
                File.Delete(path);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It stays, and DuckDB says what is wrong with it.
        }
    }

    private static bool LooksUnfinished(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Length >= Headers || File.Exists($"{path}.wal"))
        {
            return false;
        }

        Span<byte> start = stackalloc byte[MagicAt + 4];
        using var stream = file.OpenRead();
        var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return length == 0 || (length == start.Length && start[MagicAt..].SequenceEqual("DUCK"u8));
    }
}
