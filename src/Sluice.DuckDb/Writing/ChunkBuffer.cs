using Sluice.DuckDb.Native;

namespace Sluice.DuckDb.Writing;

/// <summary>A native chunk that is filled, sent and filled again.</summary>
internal sealed unsafe class ChunkBuffer : IDisposable
{
    internal ChunkBuffer(IReadOnlyList<DuckDbType> types)
    {
        Writers = [.. types.Select(VectorWriters.Create)];
        Handle = Create(types);
        Attach();
    }

    internal static int Capacity { get; } = (int)NativeMethods.VectorSize();

    internal ChunkHandle Handle { get; }

    internal VectorWriter[] Writers { get; }

    /// <summary>Says how many rows the chunk holds; it can be sent then.</summary>
    internal void Finish(int rows)
    {
        foreach (var writer in Writers)
        {
            writer.Finish();
        }

        NativeMethods.DataChunkSetSize(Handle, (ulong)rows);
    }

    internal void Reset()
    {
        NativeMethods.DataChunkReset(Handle);
        Attach();
    }

    public void Dispose() => Handle.Dispose();

    private void Attach()
    {
        for (var index = 0; index < Writers.Length; index++)
        {
            Writers[index].Attach(NativeMethods.DataChunkVector(Handle.Pointer, (ulong)index));
        }
    }

    private static ChunkHandle Create(IReadOnlyList<DuckDbType> types)
    {
        var natives = types.Select(type => type.ToNative()).ToList();
        try
        {
            fixed (nint* first = natives.Select(native => native.Pointer).ToArray())
            {
                return new(NativeMethods.CreateDataChunk(first, (ulong)types.Count));
            }
        }
        finally
        {
            natives.ForEach(native => native.Dispose());
        }
    }
}
