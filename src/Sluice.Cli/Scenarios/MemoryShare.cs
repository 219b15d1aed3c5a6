using System.Globalization;
using Sluice.Sql.Project;

namespace Sluice.Cli.Scenarios;

/// <summary>Divides the memory between databases that are at work side by side; each would take 80 percent of it otherwise.</summary>
internal static class MemoryShare
{
    private const double Used = 0.8;
    private const long Least = 64;
    private static readonly string[] Names = ["memory_limit", "max_memory"];

    /// <summary>The target with its share of the memory, unless the profile sets one.</summary>
    /// <param name="target">The target.</param>
    /// <param name="databases">How many share the memory; DuckDB's own limit where that is one.</param>
    internal static Target Of(Target target, int databases)
    {
        if (databases < 2 || target.Settings.Concat(target.ConfigOptions).Any(option => Names.Contains(option.Key, StringComparer.OrdinalIgnoreCase)))
        {
            return target;
        }

        var mebibytes = Math.Max(Least, (long)(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes * Used / databases) >> 20);
        return target with { ConfigOptions = [.. target.ConfigOptions, KeyValuePair.Create(Names[0], (object?)string.Create(CultureInfo.InvariantCulture, $"{mebibytes}MiB"))] };
    }
}
