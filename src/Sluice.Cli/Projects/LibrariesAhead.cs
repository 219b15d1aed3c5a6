using Sluice.DuckDb;
using Sluice.Engine.State;

namespace Sluice.Cli.Projects;

/// <summary>
/// Loads the libraries of both databases while the project is read: that takes as long as reading a small one. What is wrong with a library is
/// told by the first who uses it.
/// </summary>
internal static class LibrariesAhead
{
    internal static void Begin() => new Thread(Load) { IsBackground = true, Name = "sluice libraries" }.Start();

    private static void Load()
    {
        try
        {
            _ = DuckDbConnection.LibraryVersion;
            StateStore.LoadLibrary();
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException or TypeInitializationException)
        {
            // The command goes on and meets the same.
        }
    }
}
