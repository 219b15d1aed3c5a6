using System.Text;
using System.Text.Json;
using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Projects;
using Sluice.Cli.Talking;
using Sluice.Sql.Nodes;

namespace Sluice.Cli.Showing;

/// <summary>Renders nodes to SQL without running them.</summary>
/// <param name="call">The command's call.</param>
/// <param name="session">The project.</param>
/// <param name="partition">The one partition to render for; null for every one.</param>
internal sealed class Compilation(CommandCall call, ProjectSession session, string? partition)
{
    /// <summary>Renders the selected nodes into target/compiled; prints the SQL where one model is selected.</summary>
    internal async Task<int> SelectedAsync(SelectionSettings selection, string form, CancellationToken cancellationToken)
    {
        var nodes = session.Select(selection, ["model", "test", "analysis", "snapshot"]).Where(node => node is ModelNode or TestNode or AnalysisNode).ToList();
        var queries = await session.OpenQueriesAsync(cancellationToken);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            foreach (var key in PartitionList.Of(node, partition, call.Line))
            {
                texts[node.UniqueId] = await queries.CompileAsync(node, key, cancellationToken);
                session.Files.WriteCompiled(node, key, texts[node.UniqueId]);
            }
        }

        call.Talk.Info($"{Amounts.Count(nodes.Count, "node")} compiled to {session.Files.CompiledFolder}");

        // The tests of one model come with it.
        var asked = nodes.Count == 1 ? nodes : [.. nodes.Where(node => node is not TestNode)];
        if (asked is [var one] && !selection.Select.IsEmpty && texts.TryGetValue(one.UniqueId, out var sql))
        {
            await PrintAsync(one.Name, sql, form);
        }

        return ExitCode.Ok;
    }

    /// <summary>Renders a template that is given on the command line.</summary>
    internal async Task<int> InlineAsync(string template, string form, CancellationToken cancellationToken)
    {
        var queries = await session.OpenQueriesAsync(cancellationToken);
        await PrintAsync(null, await queries.CompileInlineAsync(session.Project.Name, template, cancellationToken), form);
        return ExitCode.Ok;
    }

    private async Task PrintAsync(string? name, string sql, string form)
    {
        if (form == "text")
        {
            await call.Host.Output.WriteLineAsync(sql);
            return;
        }

        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Relaxed.Indented))
        {
            writer.WriteStartObject();
            if (name is not null)
            {
                writer.WriteString("node", name);
            }

            writer.WriteString("compiled", sql);
            writer.WriteEndObject();
        }

        await call.Host.Output.WriteLineAsync(Encoding.UTF8.GetString(stream.ToArray()));
    }
}
