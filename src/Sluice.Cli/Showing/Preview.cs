using System.Text;
using System.Text.Json;
using Sluice.Assets;
using Sluice.Cli.Artifacts;
using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Projects;
using Sluice.Cli.Talking;
using Sluice.Diagnostics;
using Sluice.Sql.Adapters;
using Sluice.Sql.Nodes;

namespace Sluice.Cli.Showing;

/// <summary>Shows the rows that a model's SQL, a seed or a query of one's own yields.</summary>
/// <param name="call">The command's call.</param>
/// <param name="session">The project.</param>
/// <param name="limit">The most rows; all where negative.</param>
/// <param name="partition">The partition of a model that has some; the last one where null.</param>
internal sealed class Preview(CommandCall call, ProjectSession session, int limit, string? partition)
{
    /// <summary>A query that is no template; null for none.</summary>
    internal string? Plain { get; init; }

    private int? Limit => limit < 0 ? null : limit;

    internal async Task<int> ShowAsync(string? inline, SelectionSettings selection, string form, CancellationToken cancellationToken)
    {
        var node = (inline ?? Plain) is null ? One(selection) : null;
        await session.DeferAsync(selection.State, node is null ? [] : [node], builds: false, cancellationToken);
        var results = new QueryResults(call, session);
        QueryResult rows = null!;
        await (node is null
            ? results.AddInlineAsync(async () => rows = await InlineAsync(inline, cancellationToken))
            : results.AddAsync(node, async () => rows = await NodeAsync(node, cancellationToken)));
        if (!results.Write("show"))
        {
            return ExitCode.Failed;
        }

        if (form == "json")
        {
            await WriteJsonAsync(node?.Name, rows);
            return ExitCode.Ok;
        }

        call.Talk.Info(node is null ? "the first rows:" : $"the first rows of {Title(node)}:");
        await call.Host.Output.WriteLineAsync(ResultTable.Text(rows));
        await call.Host.Output.WriteLineAsync();
        return ExitCode.Ok;
    }

    private async Task<QueryResult> InlineAsync(string? template, CancellationToken cancellationToken)
    {
        var queries = await session.OpenQueriesAsync(cancellationToken, Note);
        return await (template is null
            ? queries.ShowSqlAsync(session.Project.Name, Plain!, Limit, cancellationToken)
            : queries.ShowInlineAsync(session.Project.Name, template, Limit, cancellationToken));
    }

    private async Task<QueryResult> NodeAsync(SqlNode node, CancellationToken cancellationToken)
    {
        var queries = await session.OpenQueriesAsync(cancellationToken, Note);
        return await queries.ShowAsync(node, Key(node), Limit, cancellationToken);
    }

    // The result has the text that dbt's has, which limits the query itself.
    private void Note(string uniqueId, string sql) =>
        session.Files.Note(uniqueId, $"\n  \n  {sql}\n  \n" + (Limit is { } most ? $"  limit {most}\n" : ""));

    private PartitionKey Key(SqlNode node) => PartitionList.Of(node, partition, call.Line).LastOrDefault(PartitionKey.None);

    private string Title(SqlNode node) => Key(node) is { IsNone: false } key ? $"{node.Name}[{key}]" : node.Name;

    private SqlNode One(SelectionSettings selection)
    {
        var nodes = selection.Select.IsEmpty
            ? []
            : session.Select(selection with { Indirect = "empty" }, ["model", "seed", "snapshot", "test", "analysis"]);
        return nodes.Length == 1 ? nodes[0] : throw new DiagnosticException(UsageErrors.NothingToShow(call.Line, nodes.Length));
    }

    private async Task WriteJsonAsync(string? name, QueryResult rows)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Relaxed.Indented))
        {
            writer.WriteStartObject();
            if (name is not null)
            {
                writer.WriteString("node", name);
            }

            writer.WritePropertyName("show");
            ResultTable.Write(writer, rows);
            writer.WriteEndObject();
        }

        await call.Host.Output.WriteLineAsync(Encoding.UTF8.GetString(stream.ToArray()));
    }
}
