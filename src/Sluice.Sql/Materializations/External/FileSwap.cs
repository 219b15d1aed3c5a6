using System.Runtime.InteropServices;

namespace Sluice.Sql.Materializations.External;

/// <summary>Puts what was written beside a place into the place, so that a reader finds what was there before or what is there now.</summary>
internal static partial class FileSwap
{
    private const int WorkingDirectory = -100;
    private const uint Exchange = 2;

    /// <summary>The name under which a file or folder is written; the same each time, so that a killed build leaves one at most.</summary>
    internal static string Beside(string location)
    {
        var name = Path.GetFileName(location.TrimEnd('/', '\\'));
        return Path.Combine(Path.GetDirectoryName(Path.GetFullPath(location.TrimEnd('/', '\\')))!, $".{name}.sluice-new");
    }

    /// <summary>Deletes what a build left that did not end.</summary>
    internal static void Clear(string beside)
    {
        if (Directory.Exists(beside))
        {
            Directory.Delete(beside, recursive: true);
        }
        else
        {
            File.Delete(beside);
        }
    }

    /// <summary>Replaces a file.</summary>
    internal static void MoveFile(string beside, string location)
    {
        if (Directory.Exists(location))
        {
            throw new IOException($"'{location}' is a folder");
        }

        File.Move(beside, location, overwrite: true);
    }

    /// <summary>Replaces a folder by another one as a whole.</summary>
    internal static void MoveFolder(string beside, string location)
    {
        if (File.Exists(location))
        {
            throw new IOException($"'{location}' is a file");
        }

        if (!Directory.Exists(location))
        {
            Directory.Move(beside, location);
            return;
        }

        if (!TryExchange(beside, location))
        {
            // Without an exchange there is a moment without the folder.
            var old = $"{beside}-old";
            Clear(old);
            Directory.Move(location, old);
            Directory.Move(beside, location);
            Directory.Delete(old, recursive: true);
            return;
        }

        Directory.Delete(beside, recursive: true);
    }

    /// <summary>Moves each file of a folder into another one, where it replaces the one of its name.</summary>
    internal static void Merge(string beside, string location)
    {
        foreach (var file in Directory.EnumerateFiles(beside, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList())
        {
            var place = Path.Combine(location, Path.GetRelativePath(beside, file));
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Move(file, place, overwrite: true);
        }

        Directory.Delete(beside, recursive: true);
    }

    private static bool TryExchange(string left, string right)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        try
        {
            return Rename(WorkingDirectory, left, WorkingDirectory, right, Exchange) == 0;
        }
        catch (EntryPointNotFoundException)
        {
            // A C library from before 2018.
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "renameat2", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Rename(int leftFolder, string left, int rightFolder, string right, uint flags);
}
