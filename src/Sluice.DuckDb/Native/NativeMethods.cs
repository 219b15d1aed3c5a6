using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace Sluice.DuckDb.Native;

/// <summary>
/// The C API, one-to-one: names without the <c>duckdb_</c> prefix, no logic. See duckdb.h; each file is one of its sections.
/// </summary>
internal static partial class NativeMethods
{
    private const string Library = DuckDbLibrary.Name;

    static NativeMethods() => NativeLibrary.SetDllImportResolver(typeof(NativeMethods).Assembly, DuckDbLibrary.Resolve);

    [LibraryImport(Library, EntryPoint = "duckdb_free")]
    internal static partial void Free(nint pointer);

    [LibraryImport(Library, EntryPoint = "duckdb_library_version")]
    internal static partial nint LibraryVersion();
}
