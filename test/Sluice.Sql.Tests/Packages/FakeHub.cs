using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Sluice.Sql.Tests.Packages;

/// <summary>A hub without a network: packages by version, each with what it needs.</summary>
internal sealed class FakeHub : HttpMessageHandler
{
    private readonly Dictionary<string, Dictionary<string, object>> _packages = new(StringComparer.Ordinal);

    internal List<string> Asked { get; } = [];

    internal bool IsDown { get; set; }

    internal FakeHub With(string package, string version, object[]? needs = null, string[]? requires = null)
    {
        if (!_packages.TryGetValue(package, out var versions))
        {
            _packages.Add(package, versions = new Dictionary<string, object>(StringComparer.Ordinal));
        }

        versions[version] = new
        {
            name = package.Split('/')[1],
            packages = needs ?? [],
            require_dbt_version = requires ?? [],
            downloads = new { tarball = $"https://files.example/{package}/{version}.tar.gz" },
        };
        return this;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!;
        Asked.Add(address.ToString());
        if (IsDown)
        {
            throw new HttpRequestException($"no route to {address.Host}");
        }

        if (address.Host == "files.example")
        {
            var parts = address.AbsolutePath.Split('/');
            return Task.FromResult(new HttpResponseMessage { Content = new ByteArrayContent(Archive(parts[2], Path.GetFileName(address.AbsolutePath)[..^".tar.gz".Length])) });
        }

        var package = address.AbsolutePath["/api/v1/".Length..^".json".Length];
        return Task.FromResult(_packages.TryGetValue(package, out var versions)
            ? new HttpResponseMessage { Content = new StringContent(JsonSerializer.Serialize(new { versions })) }
            : new HttpResponseMessage(HttpStatusCode.NotFound));
    }

    // As the archives of repositories are: all in one folder.
    private static byte[] Archive(string name, string version)
    {
        using var bytes = new MemoryStream();
        using (var zip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(zip))
        {
            Write(tar, $"{name}-{version}/dbt_project.yml", $"name: {name}\nversion: {version}\n");
            Write(tar, $"{name}-{version}/macros/version.sql", $"{{% macro version() %}}{version}{{% endmacro %}}");
        }

        return bytes.ToArray();
    }

    private static void Write(TarWriter tar, string path, string text) =>
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
}
