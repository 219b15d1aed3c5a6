using Sluice.Runs;

namespace Sluice.Sql.Nodes;

/// <summary>Does the work of one attempt of a node: builds a model, loads a seed, runs a test or a hook.</summary>
public interface INodeRunner
{
    /// <summary>Runs one attempt. A failure is a result; only a cancelled caller throws.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    Task<StepResult> RunAsync(SqlNode node, StepContext context, CancellationToken cancellationToken);
}
