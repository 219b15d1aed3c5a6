namespace Sluice.Cli.Scenarios;

/// <summary>Removes what the run of one seed leaves behind.</summary>
internal static class SeedPlaces
{
    /// <summary>Deletes what is there; a file that another process holds stays.</summary>
    /// <param name="database">The database file; null for none.</param>
    /// <param name="state">The state store's file, alone in its folder.</param>
    /// <param name="targetFolder">The folder of results; null to leave it.</param>
    internal static void Delete(string? database, string state, string? targetFolder)
    {
        try
        {
            if (database is not null)
            {
                File.Delete(database);
                File.Delete(database + ".wal");
            }

            foreach (var folder in new[] { Path.GetDirectoryName(state), targetFolder }.OfType<string>().Where(Directory.Exists))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // What cannot be removed is removed by the next call over the same seed.
        }
    }
}
