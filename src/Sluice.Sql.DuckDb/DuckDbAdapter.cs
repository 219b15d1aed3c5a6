using System.Collections.Concurrent;
using System.Globalization;
using Sluice.Diagnostics;
using Sluice.DuckDb;
using Sluice.Runs;
using Sluice.Sql.Adapters;
using Sluice.Sql.Commits;
using Sluice.Sql.Project;

namespace Sluice.Sql.DuckDb;

/// <summary>DuckDB in this process: one instance, and a pool of sessions on it. Safe to use from several threads.</summary>
public sealed class DuckDbAdapter : ISqlAdapter
{
    /// <summary>
    /// How far the write-ahead log grows before DuckDB moves it into the database, unless the profile says otherwise. DuckDB's own
    /// 16 MiB suits many small transactions; a step writes much at a time, and moving its rows each time takes up to as long as
    /// computing them. What is in the log is as durable, and read back after a crash.
    /// </summary>
    private const string CheckpointThreshold = "512MiB";

    private const string CompressionName = "disabled_compression_methods";

    // A closing that moves less passes over FSST: to make a table of symbols for each column of strings takes as long as all else, however few the rows.
    private const long SmallLogBytes = 16 << 20;

    private static readonly string[] CheckpointNames = ["checkpoint_threshold", "wal_autocheckpoint"];

    private readonly DuckDbConnection _root;
    private readonly Target _target;
    private readonly SourceText _profile;
    private readonly string _searchPath;
    private readonly Lock _gate = new();
    private readonly ConcurrentBag<DuckDbSession> _idle = [];
    private readonly HashSet<string> _markedDatabases = new(StringComparer.OrdinalIgnoreCase);
    private int _sessions;
    private long _sequence;
    private bool _hasMarkers;
    private bool _isDisposed;

    private DuckDbAdapter(DuckDbConnection root, Target target, SourceText profile, string searchPath)
    {
        _root = root;
        _target = target;
        _profile = profile;
        _searchPath = searchPath;
        Relations = new RelationCache(Ask);
        Commits = new MarkerStore(this);
    }

    /// <summary>The code of the error that says that another process holds the database.</summary>
    public const string IsHeld = "SLUICE4020";

    /// <inheritdoc/>
    public string Type => "duckdb";

    /// <inheritdoc/>
    public string Database => _target.Database;

    /// <inheritdoc/>
    public ICommitStore Commits { get; }

    internal RelationCache Relations { get; }

    /// <summary>Opens the database of a target, creating its file where it is missing, and prepares it as the profile says.</summary>
    /// <param name="target">The target.</param>
    /// <param name="profile">The file that the target comes from, for messages.</param>
    /// <param name="folders">Where relative paths in SQL are looked for: the project's folder, then others.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="DiagnosticException">It cannot be opened: held by another process, no permission, not a database…</exception>
    public static async Task<DuckDbAdapter> OpenAsync(Target target, SourceText profile, IEnumerable<string> folders, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(target);
        var root = new DuckDbConnection(ConnectionString(target));
        try
        {
            await UnfinishedFile.ReplaceAsync(target.Path, () => root.OpenAsync(cancel), cancel);
        }
        catch (DuckDbException error)
        {
            await root.DisposeAsync();
            throw new DiagnosticException(OpenErrors.Of(profile, target, error), error);
        }

        var adapter = new DuckDbAdapter(root, target, profile, string.Join(',', folders.Distinct(StringComparer.Ordinal)));
        try
        {
            await adapter.PrepareAsync(cancel);
            return adapter;
        }
        catch
        {
            await adapter.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public string Quote(string identifier) => RelationName.Quote(identifier);

    /// <inheritdoc/>
    public ValueTask<ISqlSession> OpenSessionAsync(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_idle.TryTake(out var idle))
        {
            return new(idle);
        }

        var connection = _root.Duplicate();
        try
        {
            Configure(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        return new(new DuckDbSession(this, connection, Interlocked.Increment(ref _sessions)));
    }

    /// <inheritdoc/>
    public Task CreateSchemasAsync(IEnumerable<(string Database, string Schema)> schemas, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(schemas);
        var wanted = schemas.Distinct().ToList();
        var existing = Ask("select lower(database_name), lower(schema_name) from duckdb_schemas()").Rows
            .Select(row => ((string)row[0]!, (string)row[1]!)).ToHashSet();
        foreach (var (database, schema) in wanted)
        {
            cancel.ThrowIfCancellationRequested();
            if (!existing.Contains((database.ToLowerInvariant(), schema.ToLowerInvariant())))
            {
                RunOnRoot($"create schema if not exists {Quote(database)}.{Quote(schema)}");
            }
        }

        EnsureMarkers();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        while (_idle.TryTake(out var session))
        {
            session.Close();
        }

        PrepareClosing();
        await _root.DisposeAsync();
    }

    internal ValueTask ReturnAsync(DuckDbSession session)
    {
        session.Rollback();
        if (session.IsTainted || _isDisposed)
        {
            session.Close();
        }
        else
        {
            _idle.Add(session);
        }

        return ValueTask.CompletedTask;
    }

    internal long NextSequence() => Interlocked.Increment(ref _sequence);

    /// <summary>Creates the tables of markers that are missing. Done once, outside of every step's transaction.</summary>
    internal void EnsureMarkers()
    {
        if (Volatile.Read(ref _hasMarkers))
        {
            return;
        }

        lock (_gate)
        {
            if (_hasMarkers)
            {
                return;
            }

            foreach (var database in WritableDatabases())
            {
                if (!_markedDatabases.Contains(database))
                {
                    CreateMarkers(database);
                    _markedDatabases.Add(database);
                }
            }

            Volatile.Write(ref _hasMarkers, true);
        }
    }

    /// <summary>The markers of all databases whose relation still exists.</summary>
    internal IReadOnlyList<CommitMarker> ReadMarkers()
    {
        var found = new List<CommitMarker>();
        Relations.Invalidate();
        foreach (var database in _markedDatabases)
        {
            found.AddRange(MarkerTable.Parse(database, Ask(MarkerTable.Read(database)))
                // A gate's marker speaks of no relation.
                .Where(item => item.Relation.Identifier.Length == 0 || Relations.Find(item.Relation) is not null)
                .Select(item => item.Marker));
        }

        return found;
    }

    private void PrepareClosing()
    {
        var isChosen = _target.ConfigOptions.Concat(_target.Settings).Any(option => option.Key.Equals(CompressionName, StringComparison.OrdinalIgnoreCase));
        if (!isChosen && new FileInfo(_target.Path + ".wal") is { Exists: true, Length: < SmallLogBytes })
        {
            try
            {
                RunOnRoot($"set global {CompressionName} = 'fsst'");
            }
            catch (DatabaseException)
            {
                // The database has failed: it is closed as it is.
            }
        }
    }

    private async Task PrepareAsync(CancellationToken cancel)
    {
        Configure(_root);
        foreach (var extension in _target.Extensions.Where(name => !BuiltInExtensions.Contains(name)))
        {
            Try($"load {extension}", error => OpenErrors.NoExtension(_profile, extension, error));
        }

        foreach (var secret in _target.Secrets)
        {
            Try(PrepareStatements.Secret(secret), error => OpenErrors.NoSecret(_profile, secret.Type, error));
        }

        foreach (var attached in _target.Attach)
        {
            await AttachAsync(attached, cancel);
        }

        FindMarkers();
    }

    private async Task AttachAsync(AttachedDatabase attached, CancellationToken cancel)
    {
        Task TryAsync()
        {
            Run(_root, PrepareStatements.Attach(attached));
            return Task.CompletedTask;
        }

        try
        {
            await (attached.ReadOnly ? TryAsync() : UnfinishedFile.ReplaceAsync(attached.Path, TryAsync, cancel));
        }
        catch (DuckDbException error)
        {
            throw new DiagnosticException(OpenErrors.NotAttached(_profile, attached.Path, error), error);
        }
    }

    private void FindMarkers()
    {
        foreach (var row in Ask($"select database_name from duckdb_tables() where schema_name = '{MarkerTable.Schema}' and table_name = '{MarkerTable.Table}'").Rows)
        {
            var database = (string)row[0]!;
            _markedDatabases.Add(database);
            if (WritableDatabases().Contains(database, StringComparer.OrdinalIgnoreCase))
            {
                RunOnRoot(MarkerTable.Compact(database));
            }

            var last = Ask($"select coalesce(max(sequence), 0) from {MarkerTable.Name(database)}").Scalar;
            _sequence = Math.Max(_sequence, Convert.ToInt64(last, CultureInfo.InvariantCulture));
        }
    }

    private List<string> WritableDatabases() =>
        [.. Ask("select database_name from duckdb_databases() where not internal and not readonly and type = 'duckdb' order by database_oid").Rows.Select(row => (string)row[0]!)];

    // DuckDB keeps these per connection, so each session gets them.
    private void Configure(DuckDbConnection connection)
    {
        if (_searchPath.Length > 0)
        {
            Run(connection, $"set file_search_path = {Materializations.SqlText.Literal(_searchPath)}");
        }

        foreach (var (name, value) in _target.Settings)
        {
            try
            {
                Run(connection, PrepareStatements.Setting(name, value));
            }
            catch (DuckDbException error)
            {
                throw new DiagnosticException(OpenErrors.BadSetting(_profile, name, error), error);
            }
        }
    }

    private void Try(string sql, Func<DuckDbException, Diagnostic> explain)
    {
        try
        {
            Run(_root, sql);
        }
        catch (DuckDbException error)
        {
            throw new DiagnosticException(explain(error), error);
        }
    }

    // Together: a kill between the table and its view would leave one without the other for good.
    private void CreateMarkers(string database)
    {
        var sql = MarkerTable.Create(database);
        lock (_root)
        {
            try
            {
                using var transaction = _root.BeginTransaction();
                Run(_root, sql);
                transaction.Commit();
            }
            catch (DuckDbException error)
            {
                throw DuckDbErrorMap.ToDatabase(error, sql);
            }
        }
    }

    private void RunOnRoot(string sql)
    {
        lock (_root)
        {
            try
            {
                Run(_root, sql);
            }
            catch (DuckDbException error)
            {
                throw DuckDbErrorMap.ToDatabase(error, sql);
            }
        }
    }

    private QueryResult Ask(string sql)
    {
        lock (_root)
        {
            try
            {
                using var command = _root.CreateCommand(sql);
                using var reader = command.ExecuteReader();
                return DuckDbRows.Read(reader);
            }
            catch (DuckDbException error)
            {
                throw DuckDbErrorMap.ToDatabase(error, sql);
            }
        }
    }

    private static void Run(DuckDbConnection connection, string sql)
    {
        using var command = connection.CreateCommand(sql);
        command.ExecuteNonQuery();
    }

    private static string ConnectionString(Target target)
    {
        var builder = new DuckDbConnectionStringBuilder { DataSource = target.Path, [CheckpointNames[0]] = CheckpointThreshold };
        foreach (var (name, value) in target.ConfigOptions)
        {
            if (CheckpointNames.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                builder.Remove(CheckpointNames[0]);
            }

            builder[name] = PrepareStatements.Text(value);
        }

        return builder.ConnectionString;
    }

    private static class BuiltInExtensions
    {
        private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase) { "core_functions", "icu", "json", "parquet", "autocomplete" };

        internal static bool Contains(string name) => Names.Contains(name);
    }
}
