using System.Runtime;

namespace Sluice.Cli.Projects;

/// <summary>
/// Puts off garbage collections while a project is loaded. Nearly all that a load makes stays until the end of it, so that a collection
/// in between copies much and frees little.
/// </summary>
internal static class CollectionPause
{
    // About what a load of 4,000 models makes. What is more is collected as ever.
    private const long MaxBytes = 300L * 1024 * 1024;
    private const long LeastMemory = 4L * 1024 * 1024 * 1024;

    /// <summary>Begins it, where the machine has memory to spare.</summary>
    internal static void Begin()
    {
        if (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes < LeastMemory)
        {
            return;
        }

        try
        {
            GC.TryStartNoGCRegion(MaxBytes);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentOutOfRangeException)
        {
            // Where the runtime does not want to, it collects.
        }
    }

    /// <summary>Ends it: what follows may take long, and makes little that stays.</summary>
    internal static void End()
    {
        if (GCSettings.LatencyMode != GCLatencyMode.NoGCRegion)
        {
            return;
        }

        try
        {
            GC.EndNoGCRegion();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself in this moment: more was made than it had room for.
        }
    }
}
