using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Sluice.Cli.Invocation;

/// <summary>Ctrl-C once, or a termination signal: the command stops cleanly. Ctrl-C twice: the process ends at once.</summary>
internal sealed class Interrupts : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _signals;
    private readonly TextWriter _error;
    private int _count;

    internal Interrupts(TextWriter error)
    {
        _error = error;
        _signals = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, Handle))];
    }

    internal CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }

        _stop.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _count) > 1)
        {
            // No clean-up on purpose: what is committed is committed, and the next open repairs the rest.
            Process.GetCurrentProcess().Kill();
        }

        _error.WriteLine("stopping: running steps are rolled back, committed ones stay; Ctrl-C again stops at once");
        _stop.Cancel();
    }
}
