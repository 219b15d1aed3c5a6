using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Sluice.DuckDb;

/// <summary>
/// A connection string: <c>Data Source=warehouse.duckdb; Access Mode=ReadOnly; threads=4; memory_limit=2GB</c>. Every key that is
/// not one of the properties below is a DuckDB setting.
/// </summary>
[SuppressMessage("Design", "CA1010", Justification = "The base class decides what it enumerates.")]
public sealed class DuckDbConnectionStringBuilder : DbConnectionStringBuilder
{
    /// <summary>The data source of a database in memory that no other connection sees.</summary>
    public const string InMemory = ":memory:";

    private const string DataSourceKey = "Data Source";
    private const string AccessModeKey = "Access Mode";
    private const string CommandTimeoutKey = "Command Timeout";
    private const string StreamResultsKey = "Stream Results";

    private static readonly Dictionary<string, string> Synonyms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["data_source"] = DataSourceKey,
        ["datasource"] = DataSourceKey,
        ["path"] = DataSourceKey,
        ["filename"] = DataSourceKey,
        ["access_mode"] = AccessModeKey,
        ["accessmode"] = AccessModeKey,
        ["command_timeout"] = CommandTimeoutKey,
        ["commandtimeout"] = CommandTimeoutKey,
        ["default_command_timeout"] = CommandTimeoutKey,
        ["stream_results"] = StreamResultsKey,
        ["streamresults"] = StreamResultsKey,
    };

    /// <summary>Starts empty, which means a database in memory.</summary>
    public DuckDbConnectionStringBuilder()
    {
    }

    /// <summary>Starts from a connection string.</summary>
    /// <exception cref="ArgumentException">The text is not a connection string, or a value has the wrong form.</exception>
    public DuckDbConnectionStringBuilder(string? connectionString)
    {
        ConnectionString = connectionString;
        // A wrong value is found here, not at the first use.
        _ = (AccessMode, CommandTimeout, StreamResults);
    }

    /// <summary>
    /// The path of the database file, created when absent; <c>:memory:</c> for a private database in memory (the default);
    /// <c>:memory:name</c> for one that all connections of the process with that name share.
    /// </summary>
    public string DataSource
    {
        get => Find(DataSourceKey) is { Length: > 0 } text ? text : InMemory;
        set => this[DataSourceKey] = value;
    }

    /// <summary>Whether the file may be written. Default <see cref="DuckDbAccessMode.Automatic"/>.</summary>
    public DuckDbAccessMode AccessMode
    {
        get => Find(AccessModeKey) is not { } text ? DuckDbAccessMode.Automatic
            : Enum.TryParse<DuckDbAccessMode>(text.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var mode) && Enum.IsDefined(mode) ? mode
            : throw Wrong(AccessModeKey, text, "Automatic, ReadOnly or ReadWrite");
        set => this[AccessModeKey] = value.ToString();
    }

    /// <summary>Seconds after which a command of this connection is interrupted, unless it sets its own. Default 0: no limit.</summary>
    public int CommandTimeout
    {
        get => Find(CommandTimeoutKey) is not { } text ? 0
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds
            : throw Wrong(CommandTimeoutKey, text, "a number of seconds, or 0 for no limit");
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            this[CommandTimeoutKey] = value.ToString(CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Whether readers take rows while the query still runs, unless a command sets its own. Default false: the result is complete first.</summary>
    public bool StreamResults
    {
        get => Find(StreamResultsKey) is { } text
            && (bool.TryParse(text, out var on) ? on : throw Wrong(StreamResultsKey, text, "true or false"));
        set => this[StreamResultsKey] = value ? "true" : "false";
    }

    /// <summary>The DuckDB settings, such as <c>threads</c> or <c>memory_limit</c>: all keys that are not properties of this class.</summary>
    public IReadOnlyDictionary<string, string> Settings
    {
        get
        {
            var settings = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (string key in Keys)
            {
                if (!IsOwn(key))
                {
                    settings[key] = Find(key)!;
                }
            }

            return settings;
        }
    }

    /// <inheritdoc/>
    [AllowNull]
    public override object this[string keyword]
    {
        get => base[Canonical(keyword)];
        set => base[Canonical(keyword)] = value;
    }

    /// <inheritdoc/>
    public override bool ContainsKey(string keyword) => base.ContainsKey(Canonical(keyword));

    /// <inheritdoc/>
    public override bool Remove(string keyword) => base.Remove(Canonical(keyword));

    /// <inheritdoc/>
    public override bool TryGetValue(string keyword, [NotNullWhen(true)] out object? value) => base.TryGetValue(Canonical(keyword), out value);

    private string? Find(string key) => base.TryGetValue(key, out var value) ? Convert.ToString(value, CultureInfo.InvariantCulture) : null;

    private static string Canonical(string keyword)
    {
        ArgumentNullException.ThrowIfNull(keyword);
        var name = keyword.Trim().Replace(' ', '_');
        return Synonyms.TryGetValue(name, out var own) ? own : name;
    }

    private static bool IsOwn(string key) => key.Equals(DataSourceKey, StringComparison.OrdinalIgnoreCase)
        || key.Equals(AccessModeKey, StringComparison.OrdinalIgnoreCase)
        || key.Equals(CommandTimeoutKey, StringComparison.OrdinalIgnoreCase)
        || key.Equals(StreamResultsKey, StringComparison.OrdinalIgnoreCase);

    private static ArgumentException Wrong(string key, string value, string expected) =>
        new($"'{value}' is not a value for '{key}' in the connection string; expected {expected}", nameof(value));
}

/// <summary>Whether a database file may be written.</summary>
public enum DuckDbAccessMode
{
    /// <summary>Writable where the file and the file system allow it.</summary>
    Automatic,

    /// <summary>Only read; several processes may read one file at the same time.</summary>
    ReadOnly,

    /// <summary>Writable, else opening fails.</summary>
    ReadWrite,
}
