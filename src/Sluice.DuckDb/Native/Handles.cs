using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Sluice.DuckDb.Native;

/// <summary>One native object; freed once, on dispose or finalization. Counts what is alive, so that a test can find a leak.</summary>
internal abstract class NativeHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    private static long _live;

    protected NativeHandle(nint pointer)
        : base(ownsHandle: true)
    {
        SetHandle(pointer);
        if (pointer != 0)
        {
            Count(1);
        }
    }

    /// <summary>Native objects that were created and not yet freed, in the whole process.</summary>
    internal static long Live => Interlocked.Read(ref _live);

    protected abstract void Free();

    protected sealed override bool ReleaseHandle()
    {
        Free();
        Count(-1);
        return true;
    }

    /// <summary>Notes native objects that were created, or freed.</summary>
    internal static void Count(long change) => Interlocked.Add(ref _live, change);
}

/// <summary>Keeps one <c>duckdb_database</c> open; the file is released when the last of its instance is closed.</summary>
internal sealed class DatabaseHandle(nint pointer) : NativeHandle(pointer)
{
    protected override void Free() => NativeMethods.Close(ref handle);
}

internal sealed class ConnectionHandle(nint pointer) : NativeHandle(pointer)
{
    protected override void Free() => NativeMethods.Disconnect(ref handle);
}

internal sealed class ConfigHandle(nint pointer) : NativeHandle(pointer)
{
    protected override void Free() => NativeMethods.DestroyConfig(ref handle);
}

internal sealed class ExtractedHandle(nint pointer) : NativeHandle(pointer)
{
    protected override void Free() => NativeMethods.DestroyExtracted(ref handle);
}

internal sealed class StatementHandle(nint pointer) : NativeHandle(pointer)
{
    protected override void Free() => NativeMethods.DestroyPrepare(ref handle);
}

internal sealed class ValueHandle(nint pointer) : NativeHandle(pointer)
{
    internal nint Pointer => handle;

    protected override void Free() => NativeMethods.DestroyValue(ref handle);
}

internal sealed class LogicalTypeHandle(nint pointer) : NativeHandle(pointer)
{
    internal nint Pointer => handle;

    protected override void Free() => NativeMethods.DestroyLogicalType(ref handle);
}

internal sealed class ChunkHandle(nint pointer) : NativeHandle(pointer)
{
    internal nint Pointer => handle;

    protected override void Free() => NativeMethods.DestroyDataChunk(ref handle);
}

internal sealed class AppenderHandle(nint pointer) : NativeHandle(pointer)
{
    // Destroying flushes what was not cleared; whoever abandons rows clears first.
    protected override void Free() => NativeMethods.AppenderDestroy(ref handle);
}

/// <summary>Owns one <c>duckdb_result</c>, a struct that the caller allocates and the library fills.</summary>
internal sealed unsafe class ResultHandle() : NativeHandle((nint)NativeMemory.AllocZeroed((nuint)Unsafe.SizeOf<NativeResult>()))
{
    internal NativeResult* Pointer => (NativeResult*)handle;

    protected override void Free()
    {
        NativeMethods.DestroyResult(Pointer);
        NativeMemory.Free(Pointer);
    }
}
