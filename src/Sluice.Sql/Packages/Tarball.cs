using System.Formats.Tar;
using System.IO.Compression;

namespace Sluice.Sql.Packages;

/// <summary>Fetches and unpacks archives.</summary>
internal static class Tarball
{
    /// <summary>Unpacks an archive into a folder; returns the folder inside that holds dbt_project.yml, at its top or one level below.</summary>
    /// <exception cref="HttpRequestException">It cannot be fetched.</exception>
    /// <exception cref="IOException">It cannot be unpacked, or an entry would lie outside of the folder.</exception>
    /// <exception cref="InvalidDataException">It is no archive.</exception>
    internal static async Task<string> UnpackAsync(HttpClient http, string url, string folder, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address))
        {
            throw new IOException($"`{url}` is no address");
        }

        Directory.CreateDirectory(folder);
        using var response = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        await using var content = await response.Content.ReadAsStreamAsync(cancellationToken);
        await using var unzipped = new GZipStream(content, CompressionMode.Decompress);
        await TarFile.ExtractToDirectoryAsync(unzipped, folder, overwriteFiles: true, cancellationToken);
        return Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).Prepend(folder)
            .FirstOrDefault(inside => File.Exists(Path.Combine(inside, "dbt_project.yml"))) ?? folder;
    }
}
