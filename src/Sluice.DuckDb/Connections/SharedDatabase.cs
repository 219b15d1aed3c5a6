using Sluice.DuckDb.Native;

namespace Sluice.DuckDb.Connections;

/// <summary>A share in an open database; the native handle is freed with the last share.</summary>
internal sealed class SharedDatabase : IDisposable
{
    private readonly Shares _shares;
    private bool _disposed;

    internal SharedDatabase(DatabaseHandle handle)
        : this(new Shares(handle))
    {
    }

    private SharedDatabase(Shares shares)
    {
        _shares = shares;
        Interlocked.Increment(ref shares.Count);
    }

    internal DatabaseHandle Handle => _shares.Handle;

    internal SharedDatabase Share() => new(_shares);

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            if (Interlocked.Decrement(ref _shares.Count) == 0)
            {
                Handle.Dispose();
            }
        }
    }

    private sealed class Shares(DatabaseHandle handle)
    {
        internal int Count;

        internal DatabaseHandle Handle { get; } = handle;
    }
}
