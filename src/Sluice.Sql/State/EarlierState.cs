using System.Collections.Frozen;
using System.Text.Json;
using Sluice.Diagnostics;

namespace Sluice.Sql.State;

/// <summary>What the artifacts in a folder tell of an earlier state of the project, ours or dbt's own. Immutable; files are read when they are first asked for.</summary>
public sealed class EarlierState
{
    private readonly Lazy<EarlierManifest?> _manifest;
    private readonly Lazy<FrozenDictionary<string, string>?> _results;
    private readonly Lazy<FrozenDictionary<string, string>?> _loads;

    /// <summary>The state in a folder.</summary>
    /// <param name="folder">The folder of the artifacts, absolute. A file that is not in it is a state that is not known.</param>
    public EarlierState(string folder)
    {
        Folder = folder;
        _manifest = new(() => ReadFile("manifest.json", EarlierManifest.Read));
        _results = new(() => ReadFile("run_results.json", root => Texts(root, "status")));
        _loads = new(() => ReadFile("sources.json", root => Texts(root, "max_loaded_at")));
    }

    /// <summary>The folder, absolute.</summary>
    public string Folder { get; }

    /// <summary>What the manifest says; null where there is none.</summary>
    /// <exception cref="DiagnosticException">The file is no manifest.</exception>
    internal EarlierManifest? Manifest => _manifest.Value;

    /// <summary>The statuses of run_results.json by unique id; null where there is none.</summary>
    /// <exception cref="DiagnosticException">The file holds no results.</exception>
    internal FrozenDictionary<string, string>? Results => _results.Value;

    /// <summary>The latest load of each source in sources.json, by unique id; null where there is none.</summary>
    /// <exception cref="DiagnosticException">The file holds no results.</exception>
    internal FrozenDictionary<string, string>? Loads => _loads.Value;

    private T? ReadFile<T>(string name, Func<JsonElement, T> read)
        where T : class
    {
        var path = Path.Combine(Folder, name);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using var stream = File.OpenRead(path);
            using var document = JsonDocument.Parse(stream);
            return read(document.RootElement);
        }
        catch (JsonException error)
        {
            throw new DiagnosticException(StateErrors.Broken(path, error));
        }
        catch (Exception error) when (error is KeyNotFoundException or InvalidOperationException)
        {
            throw new DiagnosticException(StateErrors.NotAnArtifact(path));
        }
    }

    private static FrozenDictionary<string, string> Texts(JsonElement root, string member)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var result in root.GetProperty("results").EnumerateArray())
        {
            if (result.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String)
            {
                found[result.GetProperty("unique_id").GetString()!] = value.GetString()!;
            }
        }

        return found.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
