using System.Globalization;

namespace Sluice.DuckDb.Errors;

/// <summary>Asks the system about the process that holds a lock.</summary>
internal static class LockHolders
{
    /// <summary>What the system tells about a process.</summary>
    /// <param name="processId">The id that DuckDB names.</param>
    /// <param name="program">The program's path as DuckDB knows it; may be empty.</param>
    internal static DuckDbLockHolder Describe(int processId, string program)
    {
        var folder = string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}");
        var commandLine = TryRead($"{folder}/cmdline")?.Replace('\0', ' ').Trim();
        var name = Path.GetFileName(program);
        if (name.Length == 0)
        {
            name = TryRead($"{folder}/comm")?.Trim();
        }

        return new(processId, string.IsNullOrEmpty(name) ? null : name, string.IsNullOrEmpty(commandLine) ? null : commandLine);
    }

    // The process may have ended in the meantime, or belong to somebody else: then DuckDB's own words must do.
    private static string? TryRead(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
