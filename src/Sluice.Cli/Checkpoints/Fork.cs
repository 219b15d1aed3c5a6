using System.Collections.Immutable;
using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Projects;
using Sluice.Diagnostics;
using Sluice.Engine.State;
using Sluice.Runs;
using Sluice.Sql.Adapters;
using Sluice.Sql.Checkpoints;
using Sluice.Sql.DuckDb;
using Sluice.Sql.Scenarios;

namespace Sluice.Cli.Checkpoints;

/// <summary>
/// Makes one scenario's database out of another's: a copy of the file, cut back to the checkpoint before the partition that is built next. It takes
/// its place in one step, when it is whole.
/// </summary>
internal static class Fork
{
    internal static async Task MakeAsync(
        CommandCall call, ProjectSettings source, ProjectSettings target, string from, bool replaces, CancellationToken cancellationToken)
    {
        await using var session = await ProjectSession.OpenAsync(call, target, "run", new RunSettings(), cancellationToken);
        var path = session.DatabasePath ?? throw new DiagnosticException(UsageErrors.BadValue(call.Line, -1, "a database in memory cannot be forked", "give the target a `path`"));
        var copied = await CopyAsync(call, source, session, path, from, replaces, cancellationToken);
        try
        {
            await RecordAsync(call, session, copied, cancellationToken);
            File.Delete($"{path}.wal");
            File.Move(copied.Draft, path, overwrite: true);
        }
        finally
        {
            ForkDraft.Delete(copied.Draft);
        }

        call.Talk.Info($"{session.Scenario} stands at the checkpoint {copied.Checkpoint} of {NameOf(source)} and goes on from {from}");
    }

    private static async Task<Copied> CopyAsync(
        CommandCall call, ProjectSettings settings, ProjectSession target, string path, string from, bool replaces, CancellationToken cancellationToken)
    {
        await RequireFreeAsync(call, target, path, replaces, cancellationToken);
        ForkDraft.DeleteAbandoned(path);
        await using var source = await ProjectSession.OpenAsync(call, settings, "run", new RunSettings(), cancellationToken);
        var set = WorkflowPartitions.Of(call, source);
        var first = PartitionList.Read([from], [set], call.Line)!.Value[0];
        if (set.IndexOf(first) == 0)
        {
            throw new DiagnosticException(UsageErrors.BadValue(call.Line, call.Line.FindLast(["--from"]), $"nothing lies before {from}", $"`sluice run --scenario {target.Scenario}` builds everything"));
        }

        var last = set.Keys[set.IndexOf(first) - 1];
        await using var store = await StateStore.OpenAsync(source.StatePath, call.Host.Time, cancellationToken: cancellationToken);
        var adapter = await source.OpenDatabaseAsync(cancellationToken);
        var (stage, later) = await new LaterSteps(adapter, source.Project, store.Runs, NameOf(settings)).FindAsync(last, null, isWhole: true, cancellationToken);
        var taken = (await store.Runs.FindCheckpointsAsync(new CheckpointQuery { LatestOnly = true }, cancellationToken)).Select(one => one.Checkpoint)
            .Where(checkpoint => checkpoint.Partition.IsNone || set.IndexOf(checkpoint.Partition) < set.IndexOf(first)).ToImmutableArray();
        var draft = ForkDraft.For(path);
        try
        {
            await CopyFileAsync(source, draft, cancellationToken);
            await using var copy = await DuckDbAdapter.OpenAsync(target.Project.Target with { Path = draft }, target.Project.Target.Source, [target.Folder], cancellationToken);
            await new LaterSteps(copy, target.Project, store.Runs, NameOf(settings)).RemoveAsync(later, NameOf(settings), cancellationToken);
        }
        catch
        {
            ForkDraft.Delete(draft);
            throw;
        }

        return new Copied(draft, $"{stage}[{last}]", taken, store.RegistryFolder);
    }

    // Nobody may be at work there, and nothing is thrown away that was not given up.
    private static async Task RequireFreeAsync(CommandCall call, ProjectSession target, string path, bool replaces, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return;
        }

        await using var adapter = await DuckDbAdapter.OpenAsync(target.Project.Target, target.Project.Target.Source, [target.Folder], cancellationToken);
        if (!replaces && (await adapter.Commits.ReadAsync(cancellationToken)).Count > 0)
        {
            throw new DiagnosticException(UsageErrors.BadValue(
                call.Line, call.Line.FindLast(["--scenario"]), $"{target.Scenario} has built something already: {path}", "`--replace` gives it up"));
        }

        // Its write-ahead log is deleted before the copy takes its place: nothing may stand in the log alone.
        await MoveLogAsync(adapter, cancellationToken);
    }

    private static async Task CopyFileAsync(ProjectSession source, string draft, CancellationToken cancellationToken)
    {
        var adapter = await source.OpenDatabaseAsync(cancellationToken);
        await MoveLogAsync(adapter, cancellationToken);
        File.Copy(source.DatabasePath!, draft);
    }

    // What is in the write-ahead log belongs to the file.
    private static async Task MoveLogAsync(ISqlAdapter adapter, CancellationToken cancellationToken)
    {
        await using var session = await adapter.OpenSessionAsync(cancellationToken);
        await session.RunAsync(
            () =>
            {
                session.Execute("checkpoint", cancellationToken);
                return true;
            },
            cancellationToken);
    }

    // The same rows have the same file name, wherever they are kept.
    private static void CopyRegistries(Copied copied, string target)
    {
        Directory.CreateDirectory(target);
        foreach (var file in copied.Taken.SelectMany(checkpoint => checkpoint.Registries).Select(registry => registry.File).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            if (File.Exists(Path.Combine(copied.Registries, file)))
            {
                File.Copy(Path.Combine(copied.Registries, file), Path.Combine(target, file), overwrite: true);
            }
        }
    }

    private static async Task RecordAsync(CommandCall call, ProjectSession target, Copied copied, CancellationToken cancellationToken)
    {
        await using var store = await StateStore.OpenAsync(target.StatePath, call.Host.Time, cancellationToken: cancellationToken);
        await using var copy = await DuckDbAdapter.OpenAsync(target.Project.Target with { Path = copied.Draft }, target.Project.Target.Source, [target.Folder], cancellationToken);
        CopyRegistries(copied, store.RegistryFolder);
        var run = await Recording.WriteAsync(call, target, store, copy.Commits, cancellationToken);
        await store.AppendAsync(
            [.. copied.Taken.Select(checkpoint => new CheckpointTaken(run, call.Host.Time.GetUtcNow(), checkpoint with { Scenario = target.Scenario, Database = target.Project.Target.Path }))],
            cancellationToken);
    }

    private static string NameOf(ProjectSettings settings) => settings.Scenario ?? Scenario.Base;

    private sealed record Copied(string Draft, string Checkpoint, ImmutableArray<Checkpoint> Taken, string Registries);
}
