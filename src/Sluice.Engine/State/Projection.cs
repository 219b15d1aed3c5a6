using System.Collections.Immutable;
using System.Text.Json;
using Sluice.Runs;

namespace Sluice.Engine.State;

/// <summary>What an event means for the tables of runs, steps, verdicts, checkpoints and durations. They can be thrown away and made again from the events.</summary>
internal static class Projection
{
    internal static void Apply(WriteSession session, RunEvent happened)
    {
        switch (happened)
        {
            case RunStarted started:
                Apply(session, started);
                break;
            case RunResumed resumed:
                Apply(session, resumed);
                break;
            case RunRepaired repaired:
                session.Execute("update runs set repaired = 1 where run = $1", repaired.Run.ToString());
                break;
            case RunEnded ended:
                Apply(session, ended);
                break;
            case CancelRequested cancel:
                session.Execute("update runs set cancel_requested = 1 where run = $1", cancel.Run.ToString());
                break;
            case StepStarted step:
                Apply(session, step);
                break;
            case StepEnded step:
                Apply(session, step);
                break;
            case CheckpointTaken taken:
                Apply(session, taken);
                break;
            default:
                break;
        }
    }

    private static void Apply(WriteSession session, RunStarted started) => session.Execute(
        """
        insert into runs (run, title, status, host, process_id, process_start, started_at, seen_at)
        values ($1, $2, 'running', $3, $4, $5, $6, $6)
        """,
        started.Run.ToString(), started.Title, started.Owner.Host, started.Owner.ProcessId, started.Owner.ProcessStart,
        WriteSession.Micros(started.At));

    private static void Apply(WriteSession session, RunResumed resumed) => session.Execute(
        """
        update runs set status = 'running', message = null, host = $2, process_id = $3, process_start = $4, seen_at = $5, ended_at = null, cancel_requested = 0
        where run = $1
        """,
        resumed.Run.ToString(), resumed.Owner.Host, resumed.Owner.ProcessId, resumed.Owner.ProcessStart, WriteSession.Micros(resumed.At));

    private static void Apply(WriteSession session, RunEnded ended)
    {
        // A step whose end is missing may have committed: its marker will tell.
        var open = session.Execute("update steps set status = 'interrupted' where run = $1 and status = 'running'", ended.Run.ToString());
        session.Execute(
            "update runs set status = $2, message = $3, ended_at = $4, repaired = $5 where run = $1",
            ended.Run.ToString(), WriteSession.Text(ended.Status), ended.Message, WriteSession.Micros(ended.At),
            ended.Status == RunStatus.Interrupted || open > 0 ? 0 : 1);
    }

    private static void Apply(WriteSession session, StepStarted step) => session.Execute(
        """
        insert into steps (run, asset, partition, status, attempts, started_at) values ($1, $2, $3, 'running', $4, $5)
        on conflict do update set status = 'running', attempts = $4, ended_at = null,
            started_at = case when $4 = 1 then excluded.started_at else steps.started_at end
        """,
        step.Run.ToString(), step.Step.Asset.Name, WriteSession.Text(step.Step.Partition), step.Attempt, WriteSession.Micros(step.At));

    // Called in the transaction of the event, whose row is the last one.
    private static void Apply(WriteSession session, CheckpointTaken taken)
    {
        var checkpoint = taken.Checkpoint;
        session.Execute(
            """
            insert into checkpoints (event, run, at, stage, partition, database, target, scenario, hash, tables, rows, files)
            values (last_insert_rowid(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """,
            taken.Run.ToString(), WriteSession.Micros(taken.At), checkpoint.Stage, WriteSession.Text(checkpoint.Partition), checkpoint.Database,
            checkpoint.Target, checkpoint.Scenario, checkpoint.Hash, checkpoint.Tables.Length, checkpoint.Rows,
            string.Join('\n', checkpoint.Registries.Select(registry => registry.File).OfType<string>()));
    }

    private static void Apply(WriteSession session, StepEnded step)
    {
        session.Execute(
            """
            insert into steps (
                run, asset, partition, status, attempts, ended_at, duration, rows, message, details,
                code_version, input_version, fingerprint, recovered)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            on conflict do update set status = $4, attempts = $5, ended_at = $6, duration = $7, rows = $8, message = $9, details = $10,
                code_version = $11, input_version = $12, fingerprint = $13, recovered = $14
            """,
            step.Run.ToString(), step.Step.Asset.Name, WriteSession.Text(step.Step.Partition), WriteSession.Text(step.Status), step.Attempts,
            WriteSession.Micros(step.At), WriteSession.Micros(step.Duration), step.Rows, step.Message, step.Details,
            step.CodeVersion, step.InputVersion, step.Fingerprint, step.Recovered ? 1 : 0);
        if (step is { Status: StepStatus.Succeeded or StepStatus.Warned, Recovered: false })
        {
            session.Execute(
                "insert into durations (asset, partition, duration) values ($1, $2, $3) on conflict do update set duration = $3",
                step.Step.Asset.Name, WriteSession.Text(step.Step.Partition), WriteSession.Micros(step.Duration));
        }

        if (step.Verdicts is { } verdicts)
        {
            Apply(session, step, verdicts);
        }
    }

    // A step that ends a second time in its run found something new.
    private static void Apply(WriteSession session, StepEnded step, ImmutableArray<Verdict> verdicts)
    {
        var (run, asset, partition) = (step.Run.ToString(), step.Step.Asset.Name, WriteSession.Text(step.Step.Partition));
        session.Execute("delete from verdicts where run = $1 and asset = $2 and partition = $3", run, asset, partition);
        for (var place = 0; place < verdicts.Length; place++)
        {
            var verdict = verdicts[place];
            session.Execute(
                """
                insert into verdicts (run, asset, partition, place, rule, kind, status, value, baseline, message, accepted, at, data)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
                """,
                run, asset, partition, place, verdict.Rule, verdict.Kind, WriteSession.Text(verdict.Status), verdict.Value, verdict.Baseline,
                verdict.Message, verdict.IsAccepted ? 1 : 0, WriteSession.Micros(step.At), JsonSerializer.Serialize(verdict, RunEventJson.Default.Verdict));
        }
    }
}
