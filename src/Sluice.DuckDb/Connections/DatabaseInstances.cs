using System.Collections.Concurrent;
using Sluice.DuckDb.Errors;
using Sluice.DuckDb.Native;

namespace Sluice.DuckDb.Connections;

/// <summary>
/// Opens databases. One file has one instance in a process, which all connections share and the last one releases: DuckDB's file
/// lock belongs to the process, so that a second instance would not be stopped by it and would damage the file.
/// </summary>
internal static class DatabaseInstances
{
    // Lives as long as the process; it holds no database open by itself.
    private static readonly nint Cache = NativeMethods.CreateInstanceCache();

    // Settings of extensions that load with the database (TimeZone): known to the library, but not settable before.
    private static readonly ConcurrentDictionary<string, bool> SetLater = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Opens a database with those settings that an instance takes; the others remain to be set by a statement.</summary>
    /// <exception cref="DuckDbException">The file cannot be opened, or is open in this process with other settings.</exception>
    internal static DatabaseHandle Open(string dataSource, Dictionary<string, string> settings, out Dictionary<string, string> remaining)
    {
        while (true)
        {
            remaining = new(StringComparer.OrdinalIgnoreCase);
            using var config = CreateConfig(settings, remaining);
            var state = NativeMethods.GetOrCreateFromCache(Cache, DatabasePath.Canonical(dataSource), out var database, config, out var error);
            var message = Utf8.Owned(error);
            if (state == DuckDbState.Success)
            {
                return new(database);
            }

            var early = settings.Keys.FirstOrDefault(name => message?.Contains($"To set the {name} setting", StringComparison.OrdinalIgnoreCase) ?? false);
            if (early is null || !SetLater.TryAdd(early, value: true))
            {
                throw DuckDbErrors.CouldNotOpen(dataSource, message ?? "DuckDB gave no reason");
            }
        }
    }

    internal static ConnectionHandle Connect(DatabaseHandle database) =>
        NativeMethods.Connect(database, out var connection) == DuckDbState.Success
            ? new(connection)
            : throw new DuckDbException(DuckDbErrorType.Connection, "DuckDB refused another connection to the open database");

    private static ConfigHandle CreateConfig(Dictionary<string, string> settings, Dictionary<string, string> remaining)
    {
        _ = NativeMethods.CreateConfig(out var pointer);
        var config = new ConfigHandle(pointer);
        foreach (var (name, value) in settings)
        {
            // The library refuses the settings of a connection here, and wrong values; SET tells which it is.
            if (SetLater.ContainsKey(name) || NativeMethods.SetConfig(config, name, value) != DuckDbState.Success)
            {
                remaining.Add(name, value);
            }
        }

        return config;
    }
}
