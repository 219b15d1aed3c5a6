using Sluice.Assets;
using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Runs;
using Sluice.Sql.Adapters;
using Sluice.Sql.Freshness;
using Sluice.Sql.Materializations;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Operations;

/// <summary>What is asked of a project's nodes outside of any run: their SQL, their rows, a call of a macro. Safe to use from several threads.</summary>
/// <param name="adapter">The database.</param>
/// <param name="templates">The project's templates.</param>
/// <param name="settings">What the command line says.</param>
public sealed class NodeQueries(ISqlAdapter adapter, INodeTemplates templates, RunSettings settings)
{
    /// <summary>Takes the SQL of what is shown, under the node's id, before it runs; null for nothing.</summary>
    public Action<string, string>? Showing { get; init; }

    /// <summary>The SQL of a node for one partition.</summary>
    /// <exception cref="DiagnosticException">The template or a query that it runs is wrong.</exception>
    public Task<CompiledSql> CompileAsync(SqlNode node, PartitionKey partition, CancellationToken cancel) =>
        WorkAsync(node, partition, work => work.Compile(), cancel);

    /// <summary>The first rows that a node's query gives now; nothing is built.</summary>
    /// <param name="node">The node.</param>
    /// <param name="partition">Its partition, where it has some.</param>
    /// <param name="limit">The most rows; null for all.</param>
    /// <param name="cancel">Interrupts the query.</param>
    /// <exception cref="DiagnosticException">The template or the query is wrong.</exception>
    public Task<QueryResult> ShowAsync(SqlNode node, PartitionKey partition, int? limit, CancellationToken cancel) =>
        WorkAsync(node, partition, work => Show(work, work.Compile().Sql, limit), cancel);

    /// <summary>When the newest row of a source was loaded.</summary>
    /// <exception cref="DiagnosticException">The source does not exist, or says no time.</exception>
    public Task<SourceAge> FreshnessAsync(SourceNode source, CancellationToken cancel) =>
        WorkAsync(source, PartitionKey.None, work => FreshnessQuery.Ask(work, source), cancel);

    /// <summary>The SQL of a text that is no node of the project.</summary>
    /// <param name="package">The package whose macros it sees first.</param>
    /// <param name="template">The text.</param>
    /// <param name="cancel">Ends the rendering.</param>
    /// <exception cref="DiagnosticException">The template is wrong.</exception>
    public Task<string> CompileInlineAsync(string package, string template, CancellationToken cancel) =>
        WorkAsync(Inline(package, template), PartitionKey.None, work => work.Render(work.Node.Source).Sql, cancel);

    /// <summary>The first rows of a text that is no node of the project.</summary>
    /// <param name="package">The package whose macros it sees first.</param>
    /// <param name="template">The text.</param>
    /// <param name="limit">The most rows; null for all.</param>
    /// <param name="cancel">Interrupts the query.</param>
    /// <exception cref="DiagnosticException">The template or the query is wrong.</exception>
    public Task<QueryResult> ShowInlineAsync(string package, string template, int? limit, CancellationToken cancel) =>
        WorkAsync(Inline(package, template), PartitionKey.None, work => Show(work, work.Render(work.Node.Source).Sql, limit), cancel);

    /// <summary>The first rows of a query that is no template.</summary>
    /// <param name="package">The package that it counts to.</param>
    /// <param name="sql">The query.</param>
    /// <param name="limit">The most rows; null for all.</param>
    /// <param name="cancel">Interrupts the query.</param>
    /// <exception cref="DiagnosticException">The query is wrong.</exception>
    public Task<QueryResult> ShowSqlAsync(string package, string sql, int? limit, CancellationToken cancel) =>
        WorkAsync(Inline(package, sql), PartitionKey.None, work => Show(work, sql, limit), cancel);

    /// <summary>Calls a macro by its name, as <c>run-operation</c> does. Its statements are each committed by themselves.</summary>
    /// <param name="macro">The macro, or <c>package.macro</c>.</param>
    /// <param name="arguments">A YAML mapping of arguments by name; null for none.</param>
    /// <param name="cancel">Interrupts a statement.</param>
    /// <returns>What the macro printed or returned, as text.</returns>
    /// <exception cref="DiagnosticException">There is no such macro, an argument is wrong, or a statement failed.</exception>
    public async Task<string> CallAsync(string macro, string? arguments, CancellationToken cancel)
    {
        var named = Arguments(arguments);
        await using var session = await adapter.OpenSessionAsync(cancel);
        return await session.RunAsync(
            () =>
            {
                var names = new RuntimeNames(adapter.Type, session, cancel);
                return JinjaValue.ToText(templates.Call(null, macro, [], named, null, names, null, cancel));
            },
            cancel);
    }

    private QueryResult Show(NodeWork work, string sql, int? limit)
    {
        Showing?.Invoke(work.Node.UniqueId, sql);
        return work.Session.Query(limit is { } most ? $"select * from {SqlText.Nested(sql)} as shown limit {most}" : SqlText.Body(sql), work.Cancel);
    }

    private static Dictionary<string, object?> Arguments(string? yaml)
    {
        var named = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (string.IsNullOrWhiteSpace(yaml))
        {
            return named;
        }

        var source = new SourceText("--args", yaml);
        var found = new DiagnosticBag();
        var root = YamlFile.Parse(source, found);
        found.ThrowIfErrors();
        if (root is not YamlMapping mapping)
        {
            throw new DiagnosticException(OperationErrors.ArgumentsAreNoMapping(source));
        }

        foreach (var entry in mapping.Entries)
        {
            named[entry.Key.Text] = JinjaValue.From(YamlValues.ToValue(entry.Value));
        }

        return named;
    }

    private static AnalysisNode Inline(string package, string template) => new()
    {
        UniqueId = $"sql_operation.{package}.inline_query",
        Name = "inline_query",
        PackageName = package,
        Path = "inline_query",
        OriginalFilePath = "inline_query",
        Source = new SourceText("inline_query", template),
        RawCode = template,
    };

    private async Task<T> WorkAsync<T>(SqlNode node, PartitionKey partition, Func<NodeWork, T> body, CancellationToken cancel)
    {
        await using var session = await adapter.OpenSessionAsync(cancel);
        var step = new StepContext { Run = default, Step = new StepKey(new AssetKey(node.UniqueId), partition), FullRefresh = settings.FullRefresh };
        var work = new NodeWork(node, node, step, session, adapter, templates, settings, cancel);
        return await session.RunAsync(
            () =>
            {
                try
                {
                    return body(work);
                }
                catch (DatabaseException error)
                {
                    throw new DiagnosticException(DatabaseErrors.Of(error, node, work.Rendered), error);
                }
            },
            cancel);
    }
}

/// <summary>What is wrong with a call of a macro.</summary>
internal static class OperationErrors
{
    internal static Diagnostic ArgumentsAreNoMapping(SourceText source) => new(
        "SLUICE3160", Severity.Error, "the arguments are not a mapping of names to values", source, new SourceSpan(0, source.Text.Length),
        "write them as --args '{name: value, other: 2}'");
}
