using System.Diagnostics;
using Sluice.Diagnostics;
using Sluice.DuckDb;
using Sluice.Sql.Project;

namespace Sluice.Sql.DuckDb;

/// <summary>Why a database cannot be opened or prepared, one method per situation.</summary>
internal static class OpenErrors
{
    internal static Diagnostic Of(SourceText profile, Target target, DuckDbException error)
    {
        var path = target.Path;
        if (error.LockHolder is { } holder)
        {
            var name = holder.ProcessName ?? "another process";
            var command = holder.CommandLine is { Length: > 0 } line ? $": {line}" : "";
            return Error(
                profile, DuckDbAdapter.IsHeld, $"the database `{path}` is open in another process: {name} (process {holder.ProcessId} on {Environment.MachineName}{Since(holder.ProcessId)}{command})",
                "wait for it with --wait 5m, or close it there; DuckDB lets one process write to a file at a time");
        }

        if (Directory.Exists(path))
        {
            return Error(profile, "SLUICE4021", $"`{path}` is a folder, not a database file", "give `path` the name of a file, such as `warehouse.duckdb`");
        }

        var text = error.Message;
        if (Says(text, "Permission denied"))
        {
            return Error(profile, "SLUICE4022", $"there is no permission to open the database `{path}`", "allow this user to read and write the file and its folder");
        }

        if (Says(text, "not a valid DuckDB") || Says(text, "not read enough bytes") || Says(text, "orrupt") || Says(text, "checksum") || Says(text, "newer version"))
        {
            return Error(
                profile, "SLUICE4023", $"`{path}` is not a database that this DuckDB ({DuckDbConnection.LibraryVersion}) can read: {FirstLine(error.Summary)}",
                "give `path` another file, or restore this one from a copy");
        }

        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
        {
            return Error(profile, "SLUICE4024", $"the folder of the database `{path}` does not exist", $"create the folder `{Path.GetDirectoryName(path)}`");
        }

        return Error(profile, "SLUICE4025", $"the database `{path}` cannot be opened: {FirstLine(error.Summary)}", hint: null);
    }

    internal static Diagnostic BadSetting(SourceText profile, string name, DuckDbException error) =>
        Error(profile, "SLUICE4026", $"the setting `{name}` was refused: {FirstLine(error.Summary)}", "look its name and value up in DuckDB's list of settings");

    internal static Diagnostic NoExtension(SourceText profile, string name, DuckDbException error) => Error(
        profile, "SLUICE4027", $"the extension `{name}` cannot be loaded: {FirstLine(error.Summary)}",
        "install it with DuckDB's own command line where there is a network, or remove it from `extensions`");

    internal static Diagnostic NotAttached(SourceText profile, string path, DuckDbException error) =>
        Error(profile, "SLUICE4028", $"the database `{path}` cannot be attached: {FirstLine(error.Summary)}", "look at its `path`, `type` and `alias` under `attach`");

    internal static Diagnostic NoSecret(SourceText profile, string type, DuckDbException error) => Error(
        profile, "SLUICE4029", $"the secret of type `{type}` cannot be created: DuckDB refused it as {error.ErrorType}", "look at the names of its fields under `secrets`");

    // The lock is the operating system's: whoever holds it lives, on this machine.
    private static string Since(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return $", since {process.StartTime.ToUniversalTime():yyyy-MM-dd HH:mm:ss} UTC";
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return "";
        }
    }

    private static bool Says(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);

    private static string FirstLine(string text) => text.Split('\n')[0].TrimEnd('!', '.', '\r');

    private static Diagnostic Error(SourceText profile, string code, string message, string? hint)
    {
        var place = profile.Text.IndexOf("path:", StringComparison.Ordinal);
        var end = place < 0 ? 0 : profile.Text.AsSpan(place).IndexOfAny('\r', '\n') is var length && length < 0 ? profile.Text.Length : place + length;
        return new Diagnostic(code, Severity.Error, message, profile, place < 0 ? new SourceSpan(0, 0) : new SourceSpan(place, end), hint);
    }
}
