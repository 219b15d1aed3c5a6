using Sluice.DuckDb.Native;

namespace Sluice.DuckDb.Connections;

/// <summary>A parsed connection string.</summary>
internal sealed class ConnectionSettings
{
    // What a connection sets for itself: progress is measured from the start of a statement, and never printed; errors are data.
    private const string OwnSettings =
        "set enable_progress_bar = true; set enable_progress_bar_print = false; set progress_bar_time = 0; set errors_as_json = true";

    private readonly Dictionary<string, string> _settings;

    internal ConnectionSettings(string? connectionString)
    {
        var builder = new DuckDbConnectionStringBuilder(connectionString);
        DataSource = builder.DataSource;
        CommandTimeout = builder.CommandTimeout;
        StreamResults = builder.StreamResults;
        _settings = new(builder.Settings, StringComparer.OrdinalIgnoreCase);
        if (builder.AccessMode != DuckDbAccessMode.Automatic)
        {
            _settings["access_mode"] = builder.AccessMode == DuckDbAccessMode.ReadOnly ? "READ_ONLY" : "READ_WRITE";
        }
    }

    internal string DataSource { get; }

    internal int CommandTimeout { get; }

    internal bool StreamResults { get; }

    /// <summary>Opens the database; <paramref name="connectSql"/> finishes the opening of a connection to it.</summary>
    internal DatabaseHandle OpenDatabase(out string connectSql)
    {
        var database = DatabaseInstances.Open(DataSource, _settings, out var remaining);
        connectSql = OwnSettings + string.Concat(
            remaining.Select(setting => $"; set {SqlText.QuoteWhereNeeded(setting.Key)} = {SqlText.Literal(setting.Value)}"));
        return database;
    }
}
