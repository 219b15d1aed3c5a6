using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Projects;
using Sluice.Cli.Talking;
using Sluice.Diagnostics;
using Sluice.Sql.Nodes;

namespace Sluice.Cli.Graphing;

/// <summary>Everything that the selected nodes read by name.</summary>
internal static class HiddenListing
{
    internal static async Task<int> WriteAsync(CommandCall call, ProjectSession session, SelectionSettings selection, string form, CancellationToken cancellationToken)
    {
        var nodes = session.Select(selection, ["model", "test", "snapshot"]).Where(node => node is TestNode or ModelNode { IsEphemeral: false }).ToList();
        var queries = await session.OpenQueriesAsync(cancellationToken);
        var adapter = await session.OpenDatabaseAsync(cancellationToken);
        var hidden = new HiddenReads(session);
        var found = new DiagnosticBag();
        foreach (var node in nodes)
        {
            // The first partition may read what the others do not, and the other way round.
            foreach (var key in PartitionList.Of(node, null, call.Line).Take(2))
            {
                var compiled = await queries.CompileAsync(node, key, cancellationToken);
                await using var connection = await adapter.OpenSessionAsync(cancellationToken);
                foreach (var warning in await connection.RunAsync(() => hidden.Of(node, compiled, connection, cancellationToken), cancellationToken))
                {
                    found.Add(warning);
                }
            }
        }

        var warnings = found.ToSorted().Distinct().ToList();
        if (form == "json")
        {
            await call.Host.Output.WriteLineAsync(GraphJson.Of(writer =>
            {
                writer.WriteStartArray();
                foreach (var warning in warnings)
                {
                    writer.WriteStartObject();
                    DiagnosticText.Write(warning, writer);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            }));
        }

        call.Report(found);
        call.Talk.Info($"{Amounts.Count(nodes.Count, "node")} parsed, {Amounts.Count(warnings.Count, "hidden reading")}");
        return ExitCode.Ok;
    }
}
