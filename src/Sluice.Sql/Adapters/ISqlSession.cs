using System.Data.Common;
using Sluice.Runs;

namespace Sluice.Sql.Adapters;

/// <summary>
/// One connection with one thread of its own. A node's hooks, queries and statements all use the same session, so that
/// temporary tables and settings are seen by all of them.
/// </summary>
/// <remarks>
/// All members but <see cref="RunAsync"/> block and are called on the session's thread, inside <see cref="RunAsync"/>: Jinja
/// renders synchronously. Disposing gives the session back to its adapter's pool.
/// </remarks>
public interface ISqlSession : IAsyncDisposable
{
    /// <summary>The database (catalog) that names without one belong to.</summary>
    string Database { get; }

    /// <summary>The connection itself, for what is no SQL text, such as rows in bulk.</summary>
    DbConnection Connection { get; }

    /// <summary>Runs work on the session's thread; a cancel interrupts the statement that runs.</summary>
    Task<T> RunAsync<T>(Func<T> work, CancellationToken cancel);

    /// <summary>Runs one or more statements and reads the rows of the last one.</summary>
    /// <exception cref="DatabaseException">A statement failed.</exception>
    QueryResult Query(string sql, CancellationToken cancel);

    /// <summary>Runs one or more statements; returns the rows that the last one changed, or null where it changes none.</summary>
    /// <exception cref="DatabaseException">A statement failed.</exception>
    long? Execute(string sql, CancellationToken cancel);

    /// <summary>Runs one statement with parameters <c>$1</c>, <c>$2</c>…; it is prepared once a session and reused.</summary>
    /// <exception cref="DatabaseException">The statement failed.</exception>
    long? Execute(string sql, ReadOnlySpan<object?> parameters, CancellationToken cancel);

    /// <summary>Adds rows of text to a table whose columns are all text, the fastest way that the database has.</summary>
    /// <exception cref="DatabaseException">A row was refused.</exception>
    void Append(RelationName table, IEnumerable<string?[]> rows, CancellationToken cancel);

    /// <summary>How far the running statement is; null where none runs or the database has no estimate. May be asked from any thread.</summary>
    StepProgress? ReadProgress();

    /// <summary>True between <see cref="Begin"/> and its end.</summary>
    bool InTransaction { get; }

    /// <summary>Begins a transaction.</summary>
    void Begin();

    /// <summary>Makes the transaction's changes durable and visible to others.</summary>
    /// <exception cref="DatabaseException">Another transaction was faster, or the disk is full.</exception>
    void Commit();

    /// <summary>Undoes the transaction; nothing where there is none.</summary>
    void Rollback();

    /// <summary>The table or view of that name, case ignored, with the changes of this session's transaction; null for none.</summary>
    CatalogRelation? GetRelation(RelationName name);

    /// <summary>Takes note of a relation that the engine itself created or dropped on this session.</summary>
    /// <param name="name">The relation.</param>
    /// <param name="kind">What it is now; null where it is gone.</param>
    void Changed(RelationName name, CatalogKind? kind);

    /// <summary>Takes note of a statement of the user's that may have created or dropped relations, temporary ones included.</summary>
    void CatalogMayHaveChanged();

    /// <summary>The tables and views of a schema, without the engine's own.</summary>
    IReadOnlyList<CatalogRelation> ListRelations(string database, string schema);

    /// <summary>The schemas of a database, without the engine's own and the database's own.</summary>
    IReadOnlyList<string> ListSchemas(string database);

    /// <summary>Writes a commit marker inside of the transaction, so that it becomes durable with the data.</summary>
    /// <param name="marker">The marker.</param>
    /// <param name="relation">The relation that it speaks of; the marker lies in the same database.</param>
    /// <param name="voidsOthers">True where the relation was created from nothing, so that the asset's other partitions are gone.</param>
    /// <param name="cancel">Interrupts the statement.</param>
    void WriteMarker(CommitMarker marker, RelationName relation, bool voidsOthers, CancellationToken cancel);

    /// <summary>The columns of a table or view, in their order; empty where it does not exist.</summary>
    IReadOnlyList<CatalogColumn> GetColumns(RelationName name, CancellationToken cancel);

    /// <summary>The columns that a query would return; the query is bound, not run.</summary>
    /// <exception cref="DatabaseException">The query is wrong.</exception>
    IReadOnlyList<CatalogColumn> Describe(string select, CancellationToken cancel);
}
