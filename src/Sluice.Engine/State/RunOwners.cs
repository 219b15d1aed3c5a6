using System.Diagnostics;
using System.Globalization;
using Sluice.Runs;

namespace Sluice.Engine.State;

/// <summary>Tells whether the process that owns a run still lives.</summary>
internal static class RunOwners
{
    /// <summary>After this long without a sign, a process on another machine counts as gone.</summary>
    internal static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    /// <summary>This process.</summary>
    internal static RunOwner Current { get; } = new(Environment.MachineName, Environment.ProcessId, StartOf(Environment.ProcessId) ?? "");

    /// <summary>True where the owner's process lives.</summary>
    /// <param name="owner">The process.</param>
    /// <param name="seen">When it last gave a sign.</param>
    /// <param name="now">The time.</param>
    internal static bool IsAlive(RunOwner owner, DateTimeOffset seen, DateTimeOffset now) => owner.Host == Current.Host
        ? StartOf(owner.ProcessId) == owner.ProcessStart
        : now - seen < Silence;

    /// <summary>What tells a process from a later one with the same id; null where there is no such process.</summary>
    private static string? StartOf(int processId) => OperatingSystem.IsLinux() ? StartOnLinux(processId) : StartElsewhere(processId);

    // The time since boot, in ticks, does not move with the clock; the boot's id tells it from an earlier boot.
    private static string? StartOnLinux(int processId)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{processId.ToString(CultureInfo.InvariantCulture)}/stat");
            // The command's name is in parentheses and may hold anything; fields are counted behind it.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            const int State = 0;
            const int StartTime = 19;
            return fields[State] is "Z" or "X" ? null : $"{File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()}/{fields[StartTime]}";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? StartElsewhere(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return process.StartTime.ToUniversalTime().Ticks.ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }
}
