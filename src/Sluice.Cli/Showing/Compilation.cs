using System.Text;
using System.Text.Json;
using Sluice.Cli.Artifacts;
using Sluice.Cli.Graphing;
using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Projects;
using Sluice.Cli.Talking;
using Sluice.Diagnostics;
using Sluice.Sql.Adapters;
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
        var selected = session.Select(selection, ["model", "test", "analysis", "snapshot"]);
        await session.DeferAsync(selection.State, selected, builds: false, cancellationToken);
        var nodes = Compiled(selected);
        if (!await WriteAsync("compile", nodes, !selection.Select.IsEmpty, cancellationToken))
        {
            return ExitCode.Failed;
        }

        call.Talk.Info($"{Amounts.Count(nodes.Count, "node")} compiled to {session.Files.CompiledFolder}");

        // The tests of one model come with it.
        var asked = nodes.Count == 1 ? nodes : [.. nodes.Where(node => node is not TestNode)];
        if (asked is [var one] && !selection.Select.IsEmpty && session.Files.Compiled(one.UniqueId) is { } sql)
        {
            await PrintAsync(one.Name, sql, form);
        }

        return ExitCode.Ok;
    }

    /// <summary>Renders nodes into target/compiled and writes their results; returns whether all of them could be rendered.</summary>
    /// <param name="command">The command that they are the results of.</param>
    /// <param name="nodes">The nodes; those without a template are passed over.</param>
    /// <param name="isSelected">True where the user has named them.</param>
    /// <param name="cancellationToken">Interrupts a query.</param>
    internal async Task<bool> WriteAsync(string command, IEnumerable<SqlNode> nodes, bool isSelected, CancellationToken cancellationToken)
    {
        var queries = await session.OpenQueriesAsync(cancellationToken);
        var results = new QueryResults(call, session);
        var hidden = new HiddenReads(session);
        var warnings = new DiagnosticBag();
        await using var connection = await (await session.OpenDatabaseAsync(cancellationToken)).OpenSessionAsync(cancellationToken);
        foreach (var node in Compiled(nodes))
        {
            await results.AddAsync(node, async () =>
            {
                CompiledSql? last = null;
                foreach (var key in PartitionList.Of(node, partition, call.Line))
                {
                    session.Files.WriteCompiled(node, key, last = await queries.CompileAsync(node, key, cancellationToken));
                }

                foreach (var warning in last is null ? [] : await connection.RunAsync(() => hidden.Of(node, last, connection, cancellationToken), cancellationToken))
                {
                    warnings.Add(warning);
                }
            });
        }

        call.Report(warnings);

        // dbt: an ephemeral model is only told of where the user selects.
        return results.Write(command, node => isSelected || node is not ModelNode { IsEphemeral: true });
    }

    /// <summary>Renders a template that is given on the command line.</summary>
    internal async Task<int> InlineAsync(string template, SelectionSettings selection, string form, CancellationToken cancellationToken)
    {
        await session.DeferAsync(selection.State, [], builds: false, cancellationToken);
        var queries = await session.OpenQueriesAsync(cancellationToken);
        var results = new QueryResults(call, session);
        var sql = "";
        await results.AddInlineAsync(async () => sql = await queries.CompileInlineAsync(session.Project.Name, template, cancellationToken));
        if (!results.Write("compile"))
        {
            return ExitCode.Failed;
        }

        await PrintAsync(null, sql, form);
        return ExitCode.Ok;
    }

    private static List<SqlNode> Compiled(IEnumerable<SqlNode> nodes) => [.. nodes.Where(node => node is ModelNode or TestNode or AnalysisNode)];

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
