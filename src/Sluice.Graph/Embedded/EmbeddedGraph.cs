using System.Data;
using Sluice.DuckDb;

namespace Sluice.Graph;

/// <summary>
/// A graph in DuckDB: one table for each label and relationship type, in a schema of its own. Rows are appended to a staging table
/// and merged as a set; bad ones are found by queries before anything is written, so that a load never aborts its transaction for a row.
/// </summary>
/// <remarks>
/// A node's table has its key and its properties; a relationship's has <c>from_key</c>, <c>to_key</c>, its key and its properties; both
/// have <c>_hash</c> and <c>_source</c>, by which rows that are as they were are known. There are no index structures: DuckDB joins and filters by scanning columns. Two transactions that change one
/// element at the same time conflict; the later one to commit gets a <see cref="DuckDbException"/> that is transient. Not thread-safe.
/// </remarks>
public sealed class EmbeddedGraph : IGraphTarget
{
    private readonly DuckDbConnection _connection;
    private readonly GraphTables _tables;
    private readonly bool _ownTransactions;

    private EmbeddedGraph(GraphSchema schema, DuckDbConnection connection, string databaseSchema, bool ownTransactions)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentException.ThrowIfNullOrWhiteSpace(databaseSchema);
        Schema = schema;
        _connection = connection;
        _tables = connection.State == ConnectionState.Open
            ? new(connection.Database, databaseSchema)
            : throw new InvalidOperationException("the connection is closed; open it first");
        _ownTransactions = ownTransactions;
    }

    /// <inheritdoc/>
    public GraphSchema Schema { get; }

    /// <summary>A graph in the connection's current database that is loaded in transactions of its own, one for each element.</summary>
    /// <param name="schema">What the graph holds.</param>
    /// <param name="connection">An open connection without a transaction; the caller disposes it.</param>
    /// <param name="databaseSchema">The schema that the tables are in; it is made when it is absent.</param>
    public static EmbeddedGraph On(GraphSchema schema, DuckDbConnection connection, string databaseSchema = "graph") =>
        new(schema, connection, databaseSchema, ownTransactions: true);

    /// <summary>A graph in the connection's current database that is loaded in the caller's transaction, which is active on the connection: what is loaded commits with the rest of it.</summary>
    /// <param name="schema">What the graph holds.</param>
    /// <param name="connection">An open connection with an active transaction; the caller ends it.</param>
    /// <param name="databaseSchema">The schema that the tables are in; it is made when it is absent.</param>
    public static EmbeddedGraph Within(GraphSchema schema, DuckDbConnection connection, string databaseSchema = "graph") =>
        new(schema, connection, databaseSchema, ownTransactions: false);

    /// <summary>The table of a label or relationship type with database and schema, quoted for SQL.</summary>
    /// <exception cref="ArgumentException">The schema has no such element.</exception>
    public string TableOf(string element) => _tables.Of(Schema[element]);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">A table has a column of another type than the schema declares.</exception>
    public Task PrepareAsync(CancellationToken cancellationToken = default) =>
        InTransactionAsync(
            async () =>
            {
                await new TablePreparation(_connection, _tables).RunAsync(Schema, cancellationToken);
                return true;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<GraphElementReport> MergeAsync(
        string element, GraphRows rows, GraphLoadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var load = new EmbeddedLoad(_connection, _tables, Schema, Schema[element], options ?? new());
        return InTransactionAsync(() => load.RunAsync(rows, cancellationToken), cancellationToken);
    }

    private async Task<T> InTransactionAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        if (!_ownTransactions)
        {
            return await work();
        }

        await using var transaction = await _connection.BeginTransactionAsync(cancellationToken);
        var result = await work();
        await transaction.CommitAsync(cancellationToken);
        return result;
    }
}
