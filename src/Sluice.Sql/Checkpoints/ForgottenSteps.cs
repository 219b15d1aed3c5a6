using System.Collections.Immutable;
using Sluice.Assets;
using Sluice.Sql.Adapters;
using Sluice.Sql.Project;

namespace Sluice.Sql.Checkpoints;

/// <summary>Removes the markers of steps, so that nothing that they hold counts as built: whatever happens next, it is built again before it is read.</summary>
public static class ForgottenSteps
{
    /// <summary>Removes the markers; the rows stay until they are replaced.</summary>
    /// <param name="adapter">The database.</param>
    /// <param name="project">The project.</param>
    /// <param name="steps">The steps; gates among them lie in the project's own database.</param>
    /// <param name="cancel">Interrupts the statements.</param>
    /// <exception cref="DatabaseException">The database refuses.</exception>
    public static async Task ForgetAsync(ISqlAdapter adapter, SqlProject project, ImmutableArray<StepKey> steps, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(adapter);
        ArgumentNullException.ThrowIfNull(project);
        await using var session = await adapter.OpenSessionAsync(cancel);
        await session.RunAsync(
            () =>
            {
                foreach (var group in steps.GroupBy(step => project.Graph.Find(step.Asset.Name)?.Relation?.Database ?? adapter.Database, StringComparer.OrdinalIgnoreCase))
                {
                    session.Begin();
                    foreach (var step in group)
                    {
                        StepMarkers.Remove(session, group.Key, step, cancel);
                    }

                    session.Commit();
                }

                return true;
            },
            cancel);
    }
}
