using Sluice.Assets;
using Sluice.Runs;
using Sluice.Sql.Graph;
using Sluice.Sql.Nodes;
using Sluice.Sql.Project;

namespace Sluice.Sql.Tests.Graph;

/// <summary>For graphs that are only looked at.</summary>
internal sealed class NoRunner : INodeRunner, IStageRunner
{
    internal static readonly NoRunner Instance = new();

    public Task<StepResult> RunAsync(SqlNode node, StepContext context, CancellationToken cancellationToken) => throw Nothing();

    public Task<StepResult> BeginAsync(StageSettings stage, StageScope scope, StepContext context, CancellationToken cancellationToken) => throw Nothing();

    public Task<StepResult> EndAsync(StageSettings stage, StageScope scope, StepContext context, CancellationToken cancellationToken) => throw Nothing();

    public Task<IReadOnlyDictionary<StepKey, CommitMarker>> RollBackAsync(StageScope scope, CancellationToken cancellationToken) => throw Nothing();

    private static InvalidOperationException Nothing() => new("nothing is run here");
}
