using Sluice.DuckDb;

namespace Sluice.Sql.DuckDb;

/// <summary>
/// Interrupts what a connection runs once a token is cancelled, and again every few milliseconds until it is disposed: an
/// interrupt that comes before a statement has begun is lost.
/// </summary>
internal sealed class Interrupt : IDisposable
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(20);

    private readonly DuckDbConnection _connection;
    private readonly CancellationTokenRegistration _registration;
    private readonly Lock _gate = new();
    private ITimer? _timer;
    private bool _isOver;

    internal Interrupt(DuckDbConnection connection, CancellationToken cancel)
    {
        _connection = connection;
        _registration = cancel.CanBeCanceled ? cancel.Register(static self => ((Interrupt)self!).Start(), this) : default;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
            _timer?.Dispose();
        }

        _registration.Dispose();
    }

    private void Start()
    {
        lock (_gate)
        {
            if (!_isOver)
            {
                // At once, and not when the thread pool comes to it.
                _connection.Interrupt();
                _timer = TimeProvider.System.CreateTimer(static self => ((Interrupt)self!).Fire(), this, Again, Again);
            }
        }
    }

    private void Fire()
    {
        lock (_gate)
        {
            if (!_isOver)
            {
                _connection.Interrupt();
            }
        }
    }
}
