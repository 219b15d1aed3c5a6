namespace Sluice.DuckDb.Connections;

/// <summary>One name for one file: absolute, without links, so that two spellings share an instance.</summary>
internal static class DatabasePath
{
    internal static string Canonical(string dataSource)
    {
        if (IsMemory(dataSource) || dataSource.Contains("://", StringComparison.Ordinal))
        {
            return dataSource;
        }

        var path = Path.GetFullPath(dataSource);
        try
        {
            return Resolve(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return path; // DuckDB says better what is wrong with it
        }
    }

    internal static bool IsMemory(string dataSource) => dataSource.Length == 0 || dataSource.StartsWith(":memory:", StringComparison.Ordinal);

    private static string Resolve(string path)
    {
        var parent = Path.GetDirectoryName(path);
        if (parent is null)
        {
            return path;
        }

        var here = Path.Combine(Resolve(parent), Path.GetFileName(path));
        FileSystemInfo info = Directory.Exists(here) ? new DirectoryInfo(here) : new FileInfo(here);
        return info.ResolveLinkTarget(returnFinalTarget: true) is { } target ? Resolve(target.FullName) : here;
    }
}
