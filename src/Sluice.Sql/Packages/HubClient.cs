using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sluice.Sql.Packages;

/// <summary>Asks the package hub which versions of a package there are.</summary>
/// <param name="http">Fetches.</param>
/// <param name="address">The hub's address; dbt's own where <c>DBT_PACKAGE_HUB_URL</c> names no other.</param>
internal sealed class HubClient(HttpClient http, Uri address)
{
    private readonly Dictionary<string, HubPackage?> _packages = new(StringComparer.Ordinal);

    /// <summary>What the hub knows of a package; null where it has none of that name.</summary>
    /// <exception cref="HttpRequestException">The hub cannot be reached.</exception>
    /// <exception cref="JsonException">Its answer is no package.</exception>
    internal async Task<HubPackage?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (!_packages.TryGetValue(name, out var package))
        {
            using var response = await http.GetAsync(new Uri(address, $"api/v1/{name}.json"), cancellationToken);
            if (response.StatusCode == HttpStatusCode.NotFound)
            {
                return _packages[name] = null;
            }

            response.EnsureSuccessStatusCode();
            package = JsonSerializer.Deserialize(await response.Content.ReadAsStringAsync(cancellationToken), HubJson.Default.HubPackage);
            _packages.Add(name, package);
        }

        return package;
    }
}

/// <summary>A package of the hub with all of its versions.</summary>
internal sealed record HubPackage
{
    [JsonPropertyName("versions")]
    public Dictionary<string, HubVersion> Versions { get; init; } = [];
}

/// <summary>One version: where its archive lies, and what it needs.</summary>
internal sealed record HubVersion
{
    /// <summary>The package's name in its own dbt_project.yml.</summary>
    [JsonPropertyName("name")]
    public string Name { get; init; } = "";

    /// <summary>The packages that it asks for, as packages.yml would.</summary>
    [JsonPropertyName("packages")]
    public JsonElement Packages { get; init; }

    [JsonPropertyName("downloads")]
    public HubDownloads? Downloads { get; init; }

    /// <summary>A text, a list of texts, or nothing.</summary>
    [JsonPropertyName("require_dbt_version")]
    public JsonElement RequiredVersion { get; init; }
}

/// <summary>Where an archive lies.</summary>
internal sealed record HubDownloads
{
    [JsonPropertyName("tarball")]
    public string? Tarball { get; init; }
}

[JsonSerializable(typeof(HubPackage))]
internal sealed partial class HubJson : JsonSerializerContext;
