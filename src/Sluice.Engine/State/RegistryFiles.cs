namespace Sluice.Engine.State;

/// <summary>The files in which checkpoints keep the rows of registries; each is named after its content.</summary>
internal static class RegistryFiles
{
    // A checkpoint at work in another process writes its files before it is on record.
    private static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    internal static string FolderOf(string store) => Path.Combine(Path.GetDirectoryName(store)!, "registries");

    /// <summary>Deletes the files that no checkpoint names.</summary>
    internal static void Forget(string store, HashSet<string> inUse, DateTimeOffset now)
    {
        var folder = new DirectoryInfo(FolderOf(store));
        if (!folder.Exists)
        {
            return;
        }

        foreach (var file in folder.EnumerateFiles().Where(file => !inUse.Contains(file.Name) && file.LastWriteTimeUtc < (now - Grace).UtcDateTime))
        {
            try
            {
                file.Delete();
            }
            catch (IOException)
            {
                // Somebody reads it: the next time will do.
            }
        }
    }
}
