using Sluice.Diagnostics;
using Sluice.Runs;
using Sluice.Sql.Adapters;
using Sluice.Sql.Code;
using Sluice.Sql.Hooks;
using Sluice.Sql.Materializations;
using Sluice.Sql.Nodes;
using Sluice.Sql.Tests;
using Sluice.Sql.UnitTests;

namespace Sluice.Sql.Operations;

/// <summary>Runs the nodes of a project in a database. Safe to use from several threads; each attempt has a session of its own.</summary>
/// <param name="adapter">The database.</param>
/// <param name="templates">The project's templates.</param>
/// <param name="settings">What the command line says.</param>
/// <param name="time">The clock of the markers.</param>
public sealed class NodeRunner(ISqlAdapter adapter, INodeTemplates templates, RunSettings settings, TimeProvider time) : INodeRunner
{
    private readonly ShapeCache _shapes = new();

    /// <summary>Finds a model by its name: the fallbacks of others. Default: finds none.</summary>
    public Func<string, SqlNode?> FindModel { get; init; } = _ => null;

    /// <inheritdoc/>
    public async Task<StepResult> RunAsync(SqlNode node, StepContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            if (node is TestNode test && FailureStore.Of(test, settings.StoreFailures) is { } store)
            {
                await adapter.CreateSchemasAsync([(store.Relation.Database, store.Relation.Schema)], cancellationToken);
            }

            await using var session = await adapter.OpenSessionAsync(cancellationToken);
            var query = context.Fallback is { } fallback ? FindModel(fallback) : null;
            var work = new NodeWork(node, query ?? node, context, session, adapter, templates, settings, cancellationToken);
            if (node is ModelNode { Code: not null } or TestNode { Code: not null })
            {
                return await new CodeRun(work).RunAsync(write => session.RunAsync(() => Run(work, write), CancellationToken.None));
            }

            await using var progress = ProgressPoll.Start(session, context.Progress, time);
            return await session.RunAsync(() => Run(work), cancellationToken);
        }
        catch (DiagnosticException error)
        {
            return Errored([.. error.Diagnostics], isTransient: false);
        }
        catch (DatabaseException error)
        {
            // Only opening the session comes here: it has no SQL of the node's.
            return Errored([DatabaseErrors.Of(error, node, [])], error.IsTransient);
        }
    }

    private StepResult Run(NodeWork work, CodeWrite? write = null)
    {
        try
        {
            return work.Node switch
            {
                ModelNode or SeedNode => new DataBuild(work, time, _shapes, write).Run(),
                TestNode test => TestRun.Run(
                    test, work.Session, work.Compile().Sql, settings.StoreFailures, settings.WarningsAreErrors, work.Cancel),
                UnitTestNode test => UnitTestRun.Run(work, test),
                OperationNode hook => RunHook(work, hook),
                _ => new StepResult(StepStatus.Succeeded),
            };
        }
        catch (DatabaseException error)
        {
            work.Session.Rollback();
            return Errored([DatabaseErrors.Of(error, work.Node, work.Rendered)], error.IsTransient);
        }
        catch (DiagnosticException error)
        {
            work.Session.Rollback();
            return Errored([.. error.Diagnostics], error.InnerException is DatabaseException { IsTransient: true });
        }
        catch
        {
            work.Session.Rollback();
            throw;
        }
    }

    private static StepResult RunHook(NodeWork work, OperationNode hook)
    {
        work.Statements(new SourceText(hook.Source.Path, hook.RawCode), hook.AtStart ? null : HookNames.AtEnd(work));
        return new StepResult(StepStatus.Succeeded, Rows: 0);
    }

    private static StepResult Errored(System.Collections.Immutable.ImmutableArray<Diagnostic> diagnostics, bool isTransient) =>
        new(StepStatus.Errored, Message: diagnostics.IsEmpty ? null : diagnostics[0].Message) { Diagnostics = diagnostics, IsTransient = isTransient };
}
