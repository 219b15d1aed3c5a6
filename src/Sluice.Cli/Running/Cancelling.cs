using Sluice.Cli.Invocation;
using Sluice.Cli.Waiting;
using Sluice.Diagnostics;
using Sluice.Engine.State;
using Sluice.Runs;

namespace Sluice.Cli.Running;

/// <summary>Asks the process that works on a run to stop it, and waits until it has.</summary>
internal static class Cancelling
{
    internal static async Task<int> CancelAsync(CommandCall call, string path, string? id, TimeSpan wait, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw new DiagnosticException(UsageErrors.NothingToCancel(call.Line, null));
        }

        await using var store = await StateStore.OpenAsync(path, call.Host.Time, cancellationToken: cancellationToken);
        var summary = id is null
            ? (await store.Runs.ListAsync(1, RunStatus.Running, cancellationToken)).FirstOrDefault()
            : await RunHistoryList.FindAsync(store, id, call, cancellationToken);
        if (summary is null || !await store.RequestCancelAsync(summary.Run, cancellationToken))
        {
            throw new DiagnosticException(UsageErrors.NothingToCancel(call.Line, summary));
        }

        var turn = new Turn(wait, call.Talk, call.Host.Time);
        var holder = $"process {summary.Owner.ProcessId} on {summary.Owner.Host} stops run {summary.Run}";
        var ended = summary;
        while ((ended = (await store.Runs.GetAsync(summary.Run, cancellationToken))!.Summary).Status == RunStatus.Running)
        {
            if (!await turn.PauseAsync(holder, cancellationToken))
            {
                call.Talk.Warn($"run {summary.Run} was asked to stop and has not done so yet: {holder}");
                return ExitCode.Failed;
            }
        }

        call.Talk.Info($"run {ended.Run}: {ended.Status.ToString().ToLowerInvariant()}");
        return ExitCode.Ok;
    }
}
