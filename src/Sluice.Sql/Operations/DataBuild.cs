using System.Collections.Immutable;
using Sluice.Diagnostics;
using Sluice.Runs;
using Sluice.Sql.Adapters;
using Sluice.Sql.Code;
using Sluice.Sql.Commits;
using Sluice.Sql.Context;
using Sluice.Sql.Hooks;
using Sluice.Sql.Incremental;
using Sluice.Sql.Materializations;
using Sluice.Sql.Materializations.Microbatch;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Operations;

/// <summary>Builds one model or seed: hooks, rows and the marker in one transaction.</summary>
/// <param name="work">The attempt.</param>
/// <param name="time">The clock of the marker.</param>
/// <param name="shapes">What is known of the columns of queries.</param>
/// <param name="write">What code wants to be written; null where the node's own query says it.</param>
internal sealed class DataBuild(NodeWork work, TimeProvider time, ShapeCache shapes, CodeWrite? write = null)
{
    private readonly SqlNode _node = work.Node;
    private readonly ISqlSession _session = work.Session;

    internal StepResult Run()
    {
        if (work.Step is { OnlyHooks: true, Previous: { } committed })
        {
            var marker = Finish(committed);
            return new StepResult(StepStatus.Succeeded, marker.RowCount, "the hooks behind its commit; the rows were there", marker);
        }

        if (BatchPlan.IsMicrobatch(_node))
        {
            return BuildBatches();
        }

        if (_node.Partitions is not null && _session.GetRelation(work.Target) is null)
        {
            lock (shapes.CreationOf(_node.UniqueId))
            {
                if (_session.GetRelation(work.Target) is null)
                {
                    return Build();
                }
            }
        }

        return Build();
    }

    private StepResult Build()
    {
        var materialization = write is null or { Mode: CodeWriteMode.Replace } ? Materialize.Of(_node) : new WriteMaterialization(write);
        var select = write is not null ? write.Select : _node is SeedNode ? "" : work.Compile().Sql;
        if (_node is not SeedNode && write is not { Mode: CodeWriteMode.Nothing } && materialization is not null && SqlStatements.IsBlank(select))
        {
            throw new DiagnosticException(BuildErrors.Empty(_node));
        }

        NodeHooks.Run(work, _node.Config.PreHooks, inTransaction: false);
        var upstream = UpstreamLogs();
        foreach (var log in upstream)
        {
            SeenChanges.Create(_session, log.Table.Database, work.Cancel);
        }

        _session.Begin();
        NodeHooks.Run(work, _node.Config.PreHooks, inTransaction: true);
        foreach (var action in write?.Ahead ?? [])
        {
            action();
        }

        var build = materialization is null
            ? CustomMaterialization.Build(work, select)
            : materialization.Build(Request(select));
        if (materialization is not null)
        {
            NodeHooks.Run(work, _node.Config.PostHooks, inTransaction: true);
        }

        var seen = upstream.SelectMany(log => SeenChanges.NoteSql(log.Table, _node.UniqueId, $"(select coalesce(max(changed), 0) from {log.Table})"));
        foreach (var statement in (write?.Statements ?? []).Concat(seen))
        {
            _session.Execute(statement, work.Cancel);
        }

        foreach (var action in write?.Within ?? [])
        {
            action();
        }

        TakeNoteOfChanges(build);

        if (!build.IsNothing)
        {
            _session.Changed(work.Target, build.Kind);
        }

        // Such hooks are no part of the transaction: until they have run, the marker says so.
        var marker = Marker(build) with { HooksPending = materialization is not null && _node.Config.PostHooks.Any(hook => !hook.InTransaction) };
        // The marker of what has no table speaks of none.
        _session.WriteMarker(
            marker, build.IsNothing ? work.Target with { Identifier = "" } : work.Target, voidsOthers: build.CreatedAnew && _node.Partitions is not null, work.Cancel);
        CrashPoint.Reach(CrashPoint.BeforeCommit);
        _session.Commit();
        CrashPoint.Reach(CrashPoint.AfterCommit);
        foreach (var action in write?.AfterCommit ?? [])
        {
            action();
        }

        return new StepResult(StepStatus.Succeeded, build.Rows, write?.Message ?? build.Message, marker.HooksPending ? Finish(marker) : marker)
        {
            Metadata = write?.Metadata() ?? [],
        };
    }

    private void TakeNoteOfChanges(BuildResult build)
    {
        if (!build.IsNothing && build.Kind == CatalogKind.Table)
        {
            // Hooks and code of the user's may have written other rows.
            var isKnown = !build.ColumnsChanged && _node.Config.PreHooks.IsEmpty && _node.Config.PostHooks.IsEmpty && write is null or { Ahead.IsEmpty: true, Within.IsEmpty: true };
            ChangeLog.Of(_node, work.Target)?.Update(_session, isKnown ? build.Replaced : [], work.Cancel);
        }

        if (!build.Replaced.IsEmpty)
        {
            KeyReplacement.End(_session, work.Cancel);
        }
    }

    // A model that is added to has come as far as what it reads now; one that is made anew each time needs not know.
    private List<ChangeLog> UpstreamLogs() => write is null && _node is ModelNode { Materialized: "incremental" }
        ? [.. _node.Dependencies.Select(dependency => work.Templates.Find(dependency.UniqueId)).OfType<SqlNode>().Select(found => ChangeLog.Of(found, RelationName.Of(found, work.Adapter.Database))).OfType<ChangeLog>()]
        : [];

    /// <summary>Builds a model batch by batch, each in a transaction of its own; one that fails keeps none of the others from being built.</summary>
    private StepResult BuildBatches()
    {
        var table = new BatchTable(_session, work.Target, _node.UniqueId);
        var exists = _session.GetRelation(work.Target) is { Kind: CatalogKind.Table };
        var isIncremental = exists && !work.FullRefresh;
        var batches = BatchPlan.Of(
            _node, isIncremental, isIncremental ? table.Read(work.Cancel) : null, work.EventTime.Start, work.EventTime.End, time.GetUtcNow().UtcDateTime);
        var problems = ImmutableArray.CreateBuilder<Diagnostic>();
        var (failed, rows, isTransient) = (0, 0L, !work.FullRefresh);
        CommitMarker? marker = null;
        foreach (var batch in batches)
        {
            work.Batch = batch;
            try
            {
                var build = BuildBatch(batch, table);
                rows += build.Rows ?? 0;
                marker = batch.IsLast && failed == 0 ? Marker(build with { Rows = rows }) with { HooksPending = _node.Config.PostHooks.Any(hook => !hook.InTransaction) } : null;
                if (marker is not null)
                {
                    _session.WriteMarker(marker, work.Target, voidsOthers: false, work.Cancel);
                }

                CrashPoint.Reach(CrashPoint.BeforeCommit);
                _session.Commit();
                CrashPoint.Reach(CrashPoint.AfterCommit);
                work.Ended(batch, succeeded: true);
            }
            catch (Exception error) when (error is DatabaseException or DiagnosticException)
            {
                _session.Rollback();
                work.Ended(batch, succeeded: false);
                failed++;
                isTransient &= error is DatabaseException { IsTransient: true } || error.InnerException is DatabaseException { IsTransient: true };
                problems.AddRange(error is DatabaseException refused ? [DatabaseErrors.Of(refused, _node, work.Rendered)] : ((DiagnosticException)error).Diagnostics);
                if (batch.IsFirst && !isIncremental)
                {
                    // Without the first there is no table for the others.
                    failed = batches.Length;
                    break;
                }
            }
        }

        work.Batch = null;
        return failed > 0
            ? new StepResult(StepStatus.Errored, rows, BatchErrors.Summary(batches.Length - failed, batches.Length, problems[0].Message)) { Diagnostics = problems.ToImmutable(), IsTransient = isTransient }
            : new StepResult(StepStatus.Succeeded, rows, null, marker!.HooksPending ? Finish(marker) : marker);
    }

    private BuildResult BuildBatch(EventBatch batch, BatchTable table)
    {
        var select = work.Compile().Sql;
        if (SqlStatements.IsBlank(select))
        {
            throw new DiagnosticException(BuildErrors.Empty(_node));
        }

        if (batch.IsFirst)
        {
            NodeHooks.Run(work, _node.Config.PreHooks, inTransaction: false);
        }

        _session.Begin();
        if (batch.IsFirst)
        {
            NodeHooks.Run(work, _node.Config.PreHooks, inTransaction: true);
        }

        var build = new MicrobatchMaterialization(batch).Build(Request(select));
        if (batch.IsLast)
        {
            NodeHooks.Run(work, _node.Config.PostHooks, inTransaction: true);
        }

        _session.Changed(work.Target, build.Kind);
        table.Write(batch, build.CreatedAnew, work.Cancel);
        return build;
    }

    /// <summary>Runs the hooks behind the commit, and commits that they have run.</summary>
    private CommitMarker Finish(CommitMarker committed)
    {
        try
        {
            NodeHooks.Run(work, _node.Config.PostHooks, inTransaction: false);
        }
        catch (DatabaseException error) when (error.IsTransient)
        {
            // Another attempt would build the committed rows once more.
            throw new DatabaseException(error.Kind, error.Detail, error.Sql, error.Position, isTransient: false, error);
        }
        catch (DiagnosticException error) when (error.InnerException is DatabaseException { IsTransient: true })
        {
            throw new DiagnosticException([.. error.Diagnostics]);
        }

        var finished = committed with
        {
            Run = work.Step.Run, Attempt = work.Step.Attempt, CodeVersion = work.Step.CodeVersion, InputVersion = work.Step.InputVersion,
            CommittedAt = time.GetUtcNow(), HooksPending = false,
        };
        _session.Begin();
        _session.WriteMarker(finished, work.Target, voidsOthers: false, work.Cancel);
        _session.Commit();
        return finished;
    }

    private BuildRequest Request(string select) => new()
    {
        Node = _node,
        Session = _session,
        Step = work.Step,
        Target = work.Target,
        Select = select,
        SqlHeader = work.SqlHeader,
        Existing = _session.GetRelation(work.Target),
        FullRefresh = work.FullRefresh,
        Shapes = shapes,
        Work = work,
        Cancel = work.Cancel,
    };

    private CommitMarker Marker(BuildResult build)
    {
        var step = work.Step;
        // A hook may have removed rows before the model added none.
        var isSame = build.SameContent && write is not { HasOutputs: true } && (build.Total is null || step.Previous?.RowCount is null || build.Total == step.Previous.RowCount);
        var fingerprint = isSame && step.Previous is { } previous ? previous.Fingerprint : Fingerprint.Fresh(step);
        return new CommitMarker(
            step.Step, step.Run, step.Attempt, step.CodeVersion, step.InputVersion, fingerprint, build.Total ?? build.Rows, time.GetUtcNow())
        {
            Degraded = step.Fallback,
            PreviousRowCount = step.Previous?.RowCount,
        };
    }
}
