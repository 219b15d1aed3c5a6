using System.Globalization;
using Sluice.Diagnostics;
using Sluice.Sql.Adapters;
using Sluice.Sql.DuckDb;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project;

namespace Sluice.Cli.Comparing;

/// <summary>Two database files side by side in one DuckDB, neither of which is written to.</summary>
internal sealed class DatabasePair : IAsyncDisposable
{
    private readonly ISqlAdapter _adapter;
    private readonly ISqlSession _session;

    private DatabasePair(ISqlAdapter adapter, ISqlSession session) => (_adapter, _session) = (adapter, session);

    /// <summary>Opens both.</summary>
    /// <param name="project">The project that built them.</param>
    /// <param name="a">The first file.</param>
    /// <param name="b">The second one.</param>
    /// <param name="views">The views that are to be compared: their rows are copied, because a view reads its own database by name.</param>
    /// <param name="cancel">Interrupts it.</param>
    /// <exception cref="DiagnosticException">A file cannot be read.</exception>
    internal static async Task<DatabasePair> OpenAsync(SqlProject project, DatabaseOperand a, DatabaseOperand b, IEnumerable<SqlNode> views, CancellationToken cancel)
    {
        var target = project.Target with { Path = ":memory:", Database = "memory", Attach = [], ConfigOptions = [] };
        var adapter = await DuckDbAdapter.OpenAsync(target, project.Target.Source, [project.Folder], cancel);
        var pair = new DatabasePair(adapter, await adapter.OpenSessionAsync(cancel));
        try
        {
            foreach (var (operand, side) in new[] { (a, Side.A), (b, Side.B) })
            {
                await pair.CopyViewsAsync(project, operand, side, views, cancel);
                await pair.AttachAsync(operand, side.Catalog, cancel);
            }

            return pair;
        }
        catch
        {
            await pair.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a query over both.</summary>
    internal Task<QueryResult> QueryAsync(string sql, CancellationToken cancel) => _session.RunAsync(() => _session.Query(sql, cancel), cancel);

    /// <summary>Where the rows of a node lie; null where the database has none.</summary>
    internal async Task<RelationName?> FindAsync(SqlNode node, Side side, CancellationToken cancel)
    {
        if (node.Relation is not { Schema: { } schema, Identifier: { } identifier })
        {
            return null;
        }

        foreach (var name in new[] { new RelationName("memory", side.Catalog, Copied(schema, identifier)), new RelationName(side.Catalog, schema, identifier) })
        {
            if (await _session.RunAsync(() => _session.GetColumns(name, cancel).Count > 0, cancel))
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>The columns of a relation with their types.</summary>
    internal Task<IReadOnlyList<CatalogColumn>> ColumnsAsync(RelationName name, CancellationToken cancel) =>
        _session.RunAsync(() => _session.GetColumns(name, cancel), cancel);

    public async ValueTask DisposeAsync()
    {
        await _session.DisposeAsync();
        await _adapter.DisposeAsync();
    }

    private async Task CopyViewsAsync(SqlProject project, DatabaseOperand operand, Side side, IEnumerable<SqlNode> views, CancellationToken cancel)
    {
        var copied = views.ToList();
        if (copied.Count == 0)
        {
            return;
        }

        var catalog = project.Target.Database;
        await AttachAsync(operand, catalog, cancel);
        await RunAsync($"create schema memory.{side.Catalog}", cancel);
        foreach (var relation in copied.Select(view => view.Relation!))
        {
            var from = new RelationName(catalog, relation.Schema!, relation.Identifier!);
            if (await _session.RunAsync(() => _session.GetColumns(from, cancel).Count > 0, cancel))
            {
                await RunAsync($"create table memory.{side.Catalog}.{RelationName.Quote(Copied(from.Schema, from.Identifier))} as select * from {from}", cancel);
            }
        }

        await RunAsync($"detach {RelationName.Quote(catalog)}", cancel);
    }

    private static string Copied(string schema, string identifier) => string.Create(CultureInfo.InvariantCulture, $"{schema}.{identifier}");

    private async Task AttachAsync(DatabaseOperand operand, string catalog, CancellationToken cancel)
    {
        try
        {
            await RunAsync($"attach '{operand.Path.Replace("'", "''", StringComparison.Ordinal)}' as {RelationName.Quote(catalog)} (read_only)", cancel);
        }
        catch (DatabaseException error)
        {
            throw new DiagnosticException(operand.Unreadable(error.Detail.Split('\n')[0]), error);
        }
    }

    private Task<long?> RunAsync(string sql, CancellationToken cancel) => _session.RunAsync(
        () =>
        {
            var rows = _session.Execute(sql, cancel);
            _session.CatalogMayHaveChanged();
            return rows;
        },
        cancel);
}

/// <summary>One of the two databases.</summary>
/// <param name="Catalog">The name that it is attached under.</param>
internal sealed record Side(string Catalog)
{
    internal static Side A { get; } = new("diff_a");

    internal static Side B { get; } = new("diff_b");
}
