using System.Data.Common;
using System.Text;
using Sluice.Runs;
using Sluice.Sql.Adapters;
using Sluice.Sql.Nodes;

namespace Sluice.Cli.Artifacts;

/// <summary>A runner and its database, wrapped so that the statements of each step are kept as a file.</summary>
/// <param name="adapter">The database.</param>
/// <param name="files">Takes the SQL.</param>
internal sealed class StatementRecorder(ISqlAdapter adapter, SqlFiles files)
{
    // The runner opens the session of an attempt in the attempt's own flow; this tells the session whose it is.
    private readonly AsyncLocal<StringBuilder?> _current = new();

    /// <summary>The database to give to the runner.</summary>
    internal ISqlAdapter Adapter => new RecordingAdapter(adapter, _current);

    /// <summary>The runner to give to the engine.</summary>
    internal INodeRunner Wrap(INodeRunner runner) => new RecordingRunner(runner, _current, files);

    private sealed class RecordingRunner(INodeRunner runner, AsyncLocal<StringBuilder?> current, SqlFiles files) : INodeRunner
    {
        public async Task<StepResult> RunAsync(SqlNode node, StepContext context, CancellationToken cancellationToken)
        {
            var statements = new StringBuilder();
            current.Value = statements;
            try
            {
                return await runner.RunAsync(node, context, cancellationToken);
            }
            finally
            {
                current.Value = null;
                if (statements.Length > 0)
                {
                    files.WriteRun(node, context.Step.Partition, statements.ToString());
                }
            }
        }
    }

    private sealed class RecordingAdapter(ISqlAdapter inner, AsyncLocal<StringBuilder?> current) : ISqlAdapter
    {
        public string Type => inner.Type;

        public string Database => inner.Database;

        public ICommitStore Commits => inner.Commits;

        public string Quote(string identifier) => inner.Quote(identifier);

        public async ValueTask<ISqlSession> OpenSessionAsync(CancellationToken cancel)
        {
            var session = await inner.OpenSessionAsync(cancel);
            return current.Value is { } statements ? new RecordingSession(session, statements) : session;
        }

        public Task CreateSchemasAsync(IEnumerable<(string Database, string Schema)> schemas, CancellationToken cancel) =>
            inner.CreateSchemasAsync(schemas, cancel);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    private sealed class RecordingSession(ISqlSession inner, StringBuilder statements) : ISqlSession
    {
        public string Database => inner.Database;

        public DbConnection Connection => inner.Connection;

        public bool InTransaction => inner.InTransaction;

        public Task<T> RunAsync<T>(Func<T> work, CancellationToken cancel) => inner.RunAsync(work, cancel);

        public QueryResult Query(string sql, CancellationToken cancel)
        {
            Record(sql);
            return inner.Query(sql, cancel);
        }

        public long? Execute(string sql, CancellationToken cancel)
        {
            Record(sql);
            return inner.Execute(sql, cancel);
        }

        public long? Execute(string sql, ReadOnlySpan<object?> parameters, CancellationToken cancel)
        {
            Record(sql);
            return inner.Execute(sql, parameters, cancel);
        }

        public void Append(RelationName table, IEnumerable<string?[]> rows, CancellationToken cancel)
        {
            Record($"-- rows are appended to {table}");
            inner.Append(table, rows, cancel);
        }

        public Runs.StepProgress? ReadProgress() => inner.ReadProgress();

        public void Begin()
        {
            Record("begin");
            inner.Begin();
        }

        public void Commit()
        {
            inner.Commit();
            Record("commit");
        }

        public void Rollback()
        {
            if (inner.InTransaction)
            {
                Record("rollback");
            }

            inner.Rollback();
        }

        public CatalogRelation? GetRelation(RelationName name) => inner.GetRelation(name);

        public void Changed(RelationName name, CatalogKind? kind) => inner.Changed(name, kind);

        public void CatalogMayHaveChanged() => inner.CatalogMayHaveChanged();

        public IReadOnlyList<string> ListSchemas(string database) => inner.ListSchemas(database);

        public void WriteMarker(CommitMarker marker, RelationName relation, bool voidsOthers, CancellationToken cancel) =>
            inner.WriteMarker(marker, relation, voidsOthers, cancel);

        public IReadOnlyList<CatalogRelation> ListRelations(string database, string schema) => inner.ListRelations(database, schema);

        public IReadOnlyList<CatalogColumn> GetColumns(RelationName name, CancellationToken cancel) => inner.GetColumns(name, cancel);

        public IReadOnlyList<CatalogColumn> Describe(string select, CancellationToken cancel) => inner.Describe(select, cancel);

        public ValueTask DisposeAsync() => inner.DisposeAsync();

        private void Record(string sql) => statements.Append(sql.Trim().TrimEnd(';')).Append(";\n\n");
    }
}
