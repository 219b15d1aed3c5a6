using System.Collections.Immutable;
using Sluice.Runs;

namespace Sluice.Engine.State;

/// <summary>
/// The record of all runs of a project: a SQLite file in WAL mode. Opening it closes the runs whose process is gone. Safe to use from
/// several threads; several processes may have it open.
/// </summary>
public sealed class StateStore : IEventLog, IAsyncDisposable
{
    private readonly EventWriter _writer;
    private readonly Heartbeat _heartbeat;
    private readonly TimeProvider _time;

    private StateStore(string path, EventWriter writer, Heartbeat heartbeat, TimeProvider time)
    {
        Path = path;
        _time = time;
        _writer = writer;
        _heartbeat = heartbeat;
        Runs = new RunStore(path);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>What the log says about runs and steps.</summary>
    public RunStore Runs { get; }

    /// <summary>The folder beside the file in which checkpoints keep the rows of registries.</summary>
    public string RegistryFolder => RegistryFiles.FolderOf(Path);

    /// <summary>Loads the library that keeps the store, which the first opening would have to wait for.</summary>
    public static void LoadLibrary() => Connections.Load();

    /// <summary>Opens the store; creates the file and its folder where they are missing.</summary>
    /// <param name="path">The file, such as <c>.sluice/state.db</c>.</param>
    /// <param name="time">The clock.</param>
    /// <param name="retention">Which old runs are forgotten; the default where null.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <exception cref="EngineException">The file cannot be opened, is damaged, or was written by a newer version.</exception>
    public static async Task<StateStore> OpenAsync(
        string path, TimeProvider time, RetentionPolicy? retention = null, CancellationToken cancellationToken = default)
    {
        var full = System.IO.Path.GetFullPath(path);
        cancellationToken.ThrowIfCancellationRequested();
        var writer = await StoreErrors.GuardAsync(full, () => Task.FromResult(EventWriter.Open(full)));
        try
        {
            var now = time.GetUtcNow();
            await writer.RunAsync(session => DeadRuns.Close(session, now));
            await writer.RunAsync(session =>
            {
                Retention.Apply(session, retention ?? new RetentionPolicy(), now);
                RegistryFiles.Forget(full, Retention.FilesInUse(session), now);
            });
            return new StateStore(full, writer, new Heartbeat(writer, time), time);
        }
        catch
        {
            await writer.DisposeAsync();
            throw;
        }
    }

    /// <summary>Has the action run on the writer's connection.</summary>
    internal Task WriteAsync(Action<WriteSession> action) => _writer.RunAsync(action);

    /// <inheritdoc/>
    public Task AppendAsync(RunEvent happened, CancellationToken cancellationToken = default) => AppendAsync([happened], cancellationToken);

    /// <inheritdoc/>
    public async Task AppendAsync(IReadOnlyList<RunEvent> happened, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(happened);
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var one in happened)
        {
            _heartbeat.Observe(one);
        }

        try
        {
            await _writer.RunAsync(session => session.Append(happened));
        }
        catch (EngineException) when (happened.OfType<RunEnded>().LastOrDefault() is { } ended)
        {
            // This process lives on and would keep the run active for ever.
            _heartbeat.Owe(ended);
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<ActiveRun?> TryAppendAsync(RunEvent begins, CancellationToken cancellationToken = default)
    {
        RunBeginning.Require(begins);
        cancellationToken.ThrowIfCancellationRequested();
        ActiveRun? active = null;
        await _writer.RunAsync(session =>
        {
            // In one transaction with the append: of two processes one comes first. A process may have died since the store was opened.
            DeadRuns.Close(session, _time.GetUtcNow());
            active = session.FindActive();
            if (active is null)
            {
                session.Append(begins);
            }
        });
        if (active is null)
        {
            _heartbeat.Observe(begins);
        }

        return active;
    }

    /// <summary>Asks the process that works on a run to stop it; it does within a second or two.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <returns>False where the run does not go on.</returns>
    public async Task<bool> RequestCancelAsync(RunId run, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var isActive = false;
        await _writer.RunAsync(session =>
        {
            DeadRuns.Close(session, _time.GetUtcNow());
            isActive = session.IsActive(run);
            if (isActive)
            {
                session.Append(new CancelRequested(run, _time.GetUtcNow(), RunOwners.Current));
            }
        });
        return isActive;
    }

    /// <inheritdoc/>
    public Task<CancelRequested?> FindCancelAsync(RunId run, CancellationToken cancellationToken = default) => Runs.FindCancelAsync(run, cancellationToken);

    /// <inheritdoc/>
    public Task<ImmutableArray<RunEvent>> ReadAsync(RunId run, CancellationToken cancellationToken = default) =>
        Runs.ReadEventsAsync(run, cancellationToken);

    /// <inheritdoc/>
    public Task<ImmutableArray<RunId>> FindUnrepairedAsync(CancellationToken cancellationToken = default) =>
        Runs.FindUnrepairedAsync(cancellationToken);

    /// <summary>Writes what is still waiting and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await _heartbeat.DisposeAsync();
        await _writer.DisposeAsync();
        Runs.ReleaseConnections();
    }
}
