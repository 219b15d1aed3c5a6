using System.Diagnostics;
using System.Runtime.InteropServices;
using Sluice.Cli.Terminal;

namespace Sluice.Cli.Invocation;

/// <summary>Ctrl-C once, or a termination signal: the command stops cleanly. Ctrl-C twice: the process ends at once.</summary>
internal sealed partial class Interrupts : IDisposable
{
    // Never disposed: a signal may be in the middle of cancelling it when the command ends.
    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _signals = [];
    private readonly TextWriter _error;
    private readonly Screen? _screen;
    private int _count;

    internal Interrupts(TextWriter error, Screen? screen)
    {
        _error = error;
        _screen = screen;
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle));
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle));
        if (screen is not null && !OperatingSystem.IsWindows())
        {
            _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGCONT, _ => screen.Return()));
        }
    }

    internal CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _count) > 1)
        {
            EndAtOnce();
        }

        _error.WriteLine("stopping: running steps are rolled back, committed ones stay; Ctrl-C again stops at once");
        _stop.Cancel();
    }

    // No clean-up on purpose: what is committed is committed, and the next open repairs the rest.
    private void EndAtOnce()
    {
        _screen?.Leave();
        if (!OperatingSystem.IsWindows())
        {
            Exit(ExitCode.Interrupted);
        }

        Process.GetCurrentProcess().Kill();
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void Exit(int code);
}
