using Sluice.Assets;
using Sluice.Runs;
using Sluice.Sql.Graph;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project;

namespace Sluice.Cli.Projects;

/// <summary>The runner of a graph that is only looked at.</summary>
internal sealed class IdleRunner : INodeRunner, IStageRunner
{
    internal static IdleRunner Instance { get; } = new();

    public Task<StepResult> RunAsync(SqlNode node, StepContext context, CancellationToken cancellationToken) => throw OnlyLookedAt(node.UniqueId);

    public Task<StepResult> BeginAsync(StageSettings stage, StageScope scope, StepContext context, CancellationToken cancellationToken) => throw OnlyLookedAt(stage.Name);

    public Task<StepResult> EndAsync(StageSettings stage, StageScope scope, StepContext context, CancellationToken cancellationToken) => throw OnlyLookedAt(stage.Name);

    public Task<IReadOnlyDictionary<StepKey, CommitMarker>> RollBackAsync(StageScope scope, CancellationToken cancellationToken) => throw OnlyLookedAt(scope.Stage.Name);

    private static InvalidOperationException OnlyLookedAt(string what) => new($"the graph of {what} was made to be looked at, not to be run");
}
