using System.Data.Common;
using System.Numerics;
using Sluice.DuckDb;
using Sluice.Runs;
using Sluice.Sql.Adapters;
using Sluice.Sql.Commits;

namespace Sluice.Sql.DuckDb;

/// <summary>One connection and its thread. Given back to the pool when disposed, unless the user's statements left something behind in it.</summary>
internal sealed class DuckDbSession : ISqlSession
{
    private readonly DuckDbAdapter _adapter;
    private readonly DuckDbConnection _connection;
    private readonly SessionThread _thread;
    private readonly Dictionary<string, DuckDbCommand> _prepared = new(StringComparer.Ordinal);
    private readonly Dictionary<RelationName, CatalogRelation?> _changes = [];
    private bool _isCatalogUncertain;

    internal DuckDbSession(DuckDbAdapter adapter, DuckDbConnection connection, int number)
    {
        _adapter = adapter;
        _connection = connection;
        _thread = new SessionThread($"sluice sql {number}");
    }

    public string Database => _adapter.Database;

    public DbConnection Connection => _connection;

    public bool InTransaction { get; private set; }

    /// <summary>True where a statement of the user's may have left a temporary table or a setting behind.</summary>
    internal bool IsTainted { get; private set; }

    public Task<T> RunAsync<T>(Func<T> work, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        return _thread.RunAsync(work);
    }

    public QueryResult Query(string sql, CancellationToken cancel)
    {
        using var command = _connection.CreateCommand(sql);
        return Guarded(command, ReadAll, cancel);
    }

    public long? Execute(string sql, CancellationToken cancel)
    {
        using var command = _connection.CreateCommand(sql);
        return Guarded(command, RowsOf, cancel);
    }

    public long? Execute(string sql, ReadOnlySpan<object?> parameters, CancellationToken cancel)
    {
        if (!_prepared.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand(sql);
            for (var i = 0; i < parameters.Length; i++)
            {
                command.Parameters.AddValue(null);
            }

            _prepared[sql] = command;
        }

        for (var i = 0; i < parameters.Length; i++)
        {
            command.Parameters[i].Value = parameters[i] ?? DBNull.Value;
        }

        return Guarded(command, static running => (long?)running.ExecuteNonQuery(), cancel);
    }

    public void Append(RelationName table, IEnumerable<string?[]> rows, CancellationToken cancel)
    {
        try
        {
            using var appender = _connection.CreateAppender(table.Identifier, table.Schema, table.Database);
            foreach (var row in rows)
            {
                cancel.ThrowIfCancellationRequested();
                foreach (var value in row)
                {
                    appender.Append(value);
                }

                appender.EndRow();
            }

            appender.Complete();
        }
        catch (DuckDbException error)
        {
            throw DuckDbErrorMap.ToDatabase(error, "");
        }
    }

    public StepProgress? ReadProgress() => _connection.QueryProgress is { Percentage: { } percentage } progress
        ? new StepProgress(progress.RowsProcessed > 0 ? progress.RowsProcessed : null, percentage / 100)
        : null;

    public void Begin()
    {
        _adapter.EnsureMarkers();
        Execute("begin transaction", [], CancellationToken.None);
        InTransaction = true;
    }

    public void Commit()
    {
        // Never interrupted: a commit is either asked for or it is not.
        Execute("commit", [], CancellationToken.None);
        InTransaction = false;
        if (_isCatalogUncertain)
        {
            _adapter.Relations.Invalidate();
        }
        else
        {
            foreach (var (name, relation) in _changes)
            {
                _adapter.Relations.Set(name, relation);
            }
        }

        Forget();
    }

    public void Rollback()
    {
        if (!InTransaction)
        {
            return;
        }

        InTransaction = false;
        if (_isCatalogUncertain)
        {
            _adapter.Relations.Invalidate();
        }

        Forget();
        try
        {
            Execute("rollback", [], CancellationToken.None);
        }
        catch (DatabaseException)
        {
            // The database ended the transaction by itself; the session is of no more use.
            IsTainted = true;
        }
    }

    public CatalogRelation? GetRelation(RelationName name)
    {
        name = Complete(name);
        return _changes.TryGetValue(name, out var changed) ? changed
            : _isCatalogUncertain ? Look(name)
            : _adapter.Relations.Find(name);
    }

    public IReadOnlyList<CatalogRelation> ListRelations(string database, string schema)
    {
        if (_isCatalogUncertain || _changes.Count > 0)
        {
            return new RelationCache(sql => Query(sql, CancellationToken.None)).List(Complete(database), schema);
        }

        return _adapter.Relations.List(Complete(database), schema);
    }

    public IReadOnlyList<string> ListSchemas(string database)
    {
        var name = Materializations.SqlText.Literal(Complete(database));
        var result = Query(
            $"select schema_name from duckdb_schemas() where lower(database_name) = lower({name}) and schema_name not in ('information_schema', 'pg_catalog', 'sluice', 'sluice_saved') order by schema_name",
            CancellationToken.None);
        return [.. result.Rows.Select(row => (string)row[0]!)];
    }

    public void Changed(RelationName name, CatalogKind? kind)
    {
        name = Complete(name);
        var relation = kind is { } known ? new CatalogRelation(name, known) : null;
        if (InTransaction)
        {
            _changes[name] = relation;
        }
        else
        {
            _adapter.Relations.Set(name, relation);
        }
    }

    public void CatalogMayHaveChanged()
    {
        IsTainted = true;
        if (InTransaction)
        {
            _isCatalogUncertain = true;
            _changes.Clear();
        }
        else
        {
            _adapter.Relations.Invalidate();
        }
    }

    public IReadOnlyList<CatalogColumn> GetColumns(RelationName name, CancellationToken cancel)
    {
        name = Complete(name);
        return name.Database != "temp" && GetRelation(name) is null ? [] : Described(Query($"describe {name}", cancel));
    }

    public IReadOnlyList<CatalogColumn> Describe(string select, CancellationToken cancel) =>
        Described(Query($"describe {Materializations.SqlText.Body(select)}", cancel));

    public void WriteMarker(CommitMarker marker, RelationName relation, bool voidsOthers, CancellationToken cancel)
    {
        relation = Complete(relation);
        if (voidsOthers)
        {
            Execute(MarkerTable.Void(relation.Database), [marker.Step.Asset.Name], cancel);
        }

        Execute(MarkerTable.Insert(relation.Database), [_adapter.NextSequence(), MarkerText.Write(marker, relation)], cancel);
    }

    public ValueTask DisposeAsync() => _adapter.ReturnAsync(this);

    /// <summary>Closes the connection for good.</summary>
    internal void Close()
    {
        foreach (var command in _prepared.Values)
        {
            command.Dispose();
        }

        _connection.Dispose();
        _thread.Dispose();
    }

    private static IReadOnlyList<CatalogColumn> Described(QueryResult result) =>
        [.. result.Rows.Select(row => new CatalogColumn((string)row[0]!, (string)row[1]!))];

    private CatalogRelation? Look(RelationName name) => new RelationCache(sql => Query(sql, CancellationToken.None)).Find(name);

    private RelationName Complete(RelationName name) => name.Database.Length > 0 ? name : name with { Database = Database };

    private string Complete(string database) => database.Length > 0 ? database : Database;

    private void Forget()
    {
        _changes.Clear();
        _isCatalogUncertain = false;
    }

    private T Guarded<T>(DuckDbCommand command, Func<DuckDbCommand, T> run, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        using var interrupt = new Interrupt(_connection, cancel);
        try
        {
            return run(command);
        }
        catch (DuckDbException error) when (error.ErrorType == DuckDbErrorType.Interrupt && cancel.IsCancellationRequested)
        {
            throw new OperationCanceledException("the statement was interrupted", error, cancel);
        }
        catch (DuckDbException error)
        {
            throw DuckDbErrorMap.ToDatabase(error, command.CommandText);
        }
    }

    private static QueryResult ReadAll(DuckDbCommand command)
    {
        using var reader = command.ExecuteReader();
        var result = QueryResult.Empty;
        do
        {
            result = DuckDbRows.Read(reader);
        }
        while (reader.NextResult());
        return result;
    }

    // A table that is created from a query says how many rows it has in a column `Count`; other statements say what they changed.
    private static long? RowsOf(DuckDbCommand command)
    {
        using var reader = command.ExecuteReader();
        long? rows = null;
        do
        {
            rows = reader.FieldCount == 1 && reader.GetName(0) == "Count" && reader.Read() ? ToLong(reader.GetValue(0)) : null;
        }
        while (reader.NextResult());
        return rows ?? (reader.RecordsAffected >= 0 ? reader.RecordsAffected : null);
    }

    private static long? ToLong(object value) => value switch
    {
        long number => number,
        BigInteger big => (long)big,
        _ => null,
    };
}
