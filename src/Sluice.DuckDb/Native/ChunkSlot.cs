using System.Runtime.InteropServices;

namespace Sluice.DuckDb.Native;

/// <summary>Owns one chunk after the other, so that reading a result of many chunks makes one object; empty at first.</summary>
internal sealed class ChunkSlot() : SafeHandle(0, ownsHandle: true)
{
    /// <summary>Never: an empty slot can still be filled.</summary>
    public override bool IsInvalid => false;

    internal nint Pointer => handle;

    /// <summary>Takes a chunk over, and frees the one before.</summary>
    /// <exception cref="ObjectDisposedException">The slot was disposed; the chunk is freed.</exception>
    internal void Put(nint chunk)
    {
        NativeHandle.Count(chunk == 0 ? 0 : 1);
        Free(Interlocked.Exchange(ref handle, chunk));
        if (IsClosed)
        {
            Clear();
            throw new ObjectDisposedException(nameof(DuckDbDataReader));
        }
    }

    /// <summary>Frees the chunk; the next one then gets its memory, which the processor still has at hand.</summary>
    internal void Clear() => Free(Interlocked.Exchange(ref handle, 0));

    /// <summary>Gives the chunk away.</summary>
    internal ChunkHandle Take()
    {
        var chunk = Interlocked.Exchange(ref handle, 0);
        NativeHandle.Count(chunk == 0 ? 0 : -1); // its new owner counts it
        return new(chunk);
    }

    protected override bool ReleaseHandle()
    {
        Clear();
        return true;
    }

    private static void Free(nint chunk)
    {
        if (chunk != 0)
        {
            NativeMethods.DestroyDataChunk(ref chunk);
            NativeHandle.Count(-1);
        }
    }
}
