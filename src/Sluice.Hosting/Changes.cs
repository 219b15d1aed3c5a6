using System.Collections.Immutable;
using Sluice.Hosting.Incremental;
using Sluice.Sql.Incremental;

namespace Sluice.Hosting;

/// <summary>
/// What has changed in an asset with <see cref="AssetBuilder.TrackChanges"/> since the last commit of the one that reads it. Where there is no such
/// commit, its code has changed, or the user asked for a full refresh, all rows are new and <see cref="IsFull"/> is true.
/// </summary>
/// <typeparam name="T">A record, as of <see cref="Table{T}"/>.</typeparam>
public sealed class Changes<T>
{
    private readonly ChangeLog _log;
    private readonly long? _since;

    internal Changes(TableSource source, ChangeLog log, SeenRange range)
    {
        _log = log;
        _since = range.Since;
        All = new Table<T>(source);
        Rows = _since is { } version ? new(source with { Sql = log.RowsSince(version) }) : All;
        New = _since is { } seen ? new(source with { Sql = log.NewSince(seen) }) : All;
        Changed = new(source with { Sql = _since is { } before ? log.ChangedSince(before) : null });
    }

    /// <summary>True where everything counts as new, and what the reader had is to be replaced.</summary>
    public bool IsFull => _since is null;

    /// <summary>The rows that are new or changed.</summary>
    public Table<T> Rows { get; }

    /// <summary>The rows whose key is new.</summary>
    public Table<T> New { get; }

    /// <summary>The rows whose key was there and whose content is another.</summary>
    public Table<T> Changed { get; }

    /// <summary>All rows, changed or not.</summary>
    public Table<T> All { get; }

    /// <summary>The columns that tell rows apart.</summary>
    public ImmutableArray<string> Key => _log.Key;

    /// <summary>The keys of the rows that are gone, as a query in parentheses.</summary>
    public string GoneSql => _log.GoneSince(_since ?? long.MaxValue);

    /// <summary>The keys of all rows that came, changed or went, as a query in parentheses.</summary>
    internal string TouchedSql => _log.KeysSince(_since ?? 0);
}
