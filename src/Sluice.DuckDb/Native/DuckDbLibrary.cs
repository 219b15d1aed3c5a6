using System.Reflection;
using System.Runtime.InteropServices;

namespace Sluice.DuckDb.Native;

/// <summary>Finds the native library: next to the application first, then where the system looks.</summary>
internal static class DuckDbLibrary
{
    internal const string Name = "duckdb";

    internal static string FileName { get; } =
        OperatingSystem.IsWindows() ? "duckdb.dll" : OperatingSystem.IsMacOS() ? "libduckdb.dylib" : "libduckdb.so";

    internal static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name != Name)
        {
            return 0;
        }

        var candidates = Candidates(assembly).Distinct(StringComparer.Ordinal).ToList();
        foreach (var candidate in candidates)
        {
            if (File.Exists(candidate))
            {
                return NativeLibrary.Load(candidate); // a damaged file fails here, with its own reason
            }
        }

        if (NativeLibrary.TryLoad(Name, assembly, searchPath, out var library))
        {
            return library;
        }

        throw new DllNotFoundException(Missing(candidates));
    }

    internal static string Missing(IEnumerable<string> candidates) =>
        $"the DuckDB library {FileName} was not found; looked in the system's library path and for:\n  "
        + string.Join("\n  ", candidates)
        + "\ncopy it next to the application (a project of this repository sets <UsesDuckDbLibrary>true</UsesDuckDbLibrary>)";

    private static IEnumerable<string> Candidates(Assembly assembly)
    {
        var folders = new List<string> { AppContext.BaseDirectory };
        if (!string.IsNullOrEmpty(assembly.Location))
        {
            folders.Add(Path.GetDirectoryName(assembly.Location)!);
        }

        foreach (var folder in folders)
        {
            yield return Path.Combine(folder, FileName);
            yield return Path.Combine(folder, "runtimes", RuntimeInformation.RuntimeIdentifier, "native", FileName);
            yield return Path.Combine(folder, "runtimes", PortableRid, "native", FileName);
        }
    }

    // A runtime that a distribution has built names the distribution instead: ubuntu.24.04-x64.
    private static string PortableRid { get; } = (OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : IsMusl ? "linux-musl" : "linux")
        + "-" + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    private static bool IsMusl => RuntimeInformation.RuntimeIdentifier is var rid && (rid.Contains("musl", StringComparison.Ordinal) || rid.StartsWith("alpine", StringComparison.Ordinal));
}
