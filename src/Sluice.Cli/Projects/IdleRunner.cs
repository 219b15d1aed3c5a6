using Sluice.Runs;
using Sluice.Sql.Nodes;

namespace Sluice.Cli.Projects;

/// <summary>The runner of a graph that is only looked at.</summary>
internal sealed class IdleRunner : INodeRunner
{
    internal static IdleRunner Instance { get; } = new();

    public Task<StepResult> RunAsync(SqlNode node, StepContext context, CancellationToken cancellationToken) =>
        throw new InvalidOperationException($"the graph of {node.UniqueId} was made to be looked at, not to be run");
}
