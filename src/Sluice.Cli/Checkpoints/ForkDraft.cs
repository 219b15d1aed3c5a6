using System.Diagnostics;
using System.Globalization;
using Sluice.Sql.Project;

namespace Sluice.Cli.Checkpoints;

/// <summary>
/// The file in which a fork is made, beside the scenario's database. Its name tells which process makes it, so that the next fork can clear away
/// what a killed one has left.
/// </summary>
internal static class ForkDraft
{
    private static readonly string Machine = string.Concat(Environment.MachineName.Where(char.IsLetterOrDigit));

    /// <summary>The draft of this process for a scenario's database.</summary>
    internal static string For(string database) => Target.PathAt(database, string.Create(CultureInfo.InvariantCulture, $"fork-{Machine}-{Environment.ProcessId}"));

    internal static void Delete(string draft)
    {
        File.Delete(draft);
        File.Delete($"{draft}.wal");
    }

    /// <summary>Deletes the drafts of a scenario's database whose process on this machine is gone. One that has this process's number is of another before it.</summary>
    internal static void DeleteAbandoned(string database)
    {
        var start = $"{Path.GetFileNameWithoutExtension(database)}.fork-{Machine}-";
        var folder = Path.GetDirectoryName(Path.GetFullPath(database))!;
        foreach (var file in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, $"{start}*{Path.GetExtension(database)}").ToList() : [])
        {
            if (int.TryParse(Path.GetFileNameWithoutExtension(file)[start.Length..], CultureInfo.InvariantCulture, out var process) && (process == Environment.ProcessId || !IsAlive(process)))
            {
                Delete(file);
            }
        }
    }

    private static bool IsAlive(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
