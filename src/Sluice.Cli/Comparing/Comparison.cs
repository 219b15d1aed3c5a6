using System.Collections.Immutable;
using Sluice.Cli.Invocation;
using Sluice.Cli.Projects;
using Sluice.Diagnostics;
using Sluice.Sql.Nodes;

namespace Sluice.Cli.Comparing;

/// <summary>Compares what two runs of a project have built.</summary>
internal static class Comparison
{
    /// <summary>What the two databases differ in, over the nodes that are selected.</summary>
    /// <exception cref="DiagnosticException">A word means no database, both mean the same, or one cannot be read.</exception>
    internal static async Task<Difference> RunAsync(
        CommandCall call, ProjectSession session, string wordA, string wordB, ImmutableArray<SqlNode> selected, ImmutableArray<string> givenKeys, CancellationToken cancel)
    {
        var (a, b) = (DatabaseOperand.Find(call, session, wordA), DatabaseOperand.Find(call, session, wordB));
        if (a.Path == b.Path)
        {
            throw new DiagnosticException(CompareErrors.SameDatabase(call.Line, wordA, wordB, a.Path));
        }

        var keys = new ModelKeys(session.Project.Nodes, Keys(call, session, givenKeys));
        var nodes = selected.Where(IsKept).OrderBy(node => node.Name, StringComparer.Ordinal).ToList();
        await using var pair = await DatabasePair.OpenAsync(session.Project, a, b, nodes.Where(node => node is ModelNode { Materialized: "view" }), cancel);
        var comparison = new ModelComparison(pair, keys);
        var models = ImmutableArray.CreateBuilder<ModelDifference>();
        foreach (var node in nodes)
        {
            if (await comparison.CompareAsync(node, cancel) is { } difference)
            {
                models.Add(difference);
            }
        }

        var metrics = ImmutableArray.CreateBuilder<MetricDifference>();
        foreach (var model in MetricModels.Of(session.Project).Where(selected.Contains))
        {
            metrics.AddRange(await MetricComparison.CompareAsync(pair, model, cancel));
        }

        return new Difference(wordA, wordB, models.ToImmutable(), metrics.ToImmutable());
    }

    private static bool IsKept(SqlNode node) => node is SeedNode or ModelNode { IsEphemeral: false, Materialized: not "external" } && node.Relation is not null;

    private static Dictionary<string, ImmutableArray<string>> Keys(CommandCall call, ProjectSession session, ImmutableArray<string> given)
    {
        var keys = new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal);
        foreach (var text in given)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            ImmutableArray<string> columns = equals < 1 ? [] : [.. text[(equals + 1)..].Split('+', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
            if (columns.IsEmpty)
            {
                throw new DiagnosticException(CompareErrors.BadKey(call.Line, text, "names no model and columns"));
            }

            var model = text[..equals];
            keys[model] = session.Project.FindByName(model) is null
                ? throw new DiagnosticException(CompareErrors.BadKey(call.Line, text, $"names `{model}`, and no model is named so"))
                : columns;
        }

        return keys;
    }
}
