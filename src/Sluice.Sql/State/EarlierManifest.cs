using System.Collections.Frozen;
using System.Text.Json;

namespace Sluice.Sql.State;

/// <summary>What comparing and deferring need of a manifest.</summary>
internal sealed class EarlierManifest
{
    private EarlierManifest(JsonElement root)
    {
        Nodes = ((string[])["nodes", "sources", "exposures", "unit_tests"])
            .Where(kind => kind == "nodes" || root.TryGetProperty(kind, out _))
            .SelectMany(kind => root.GetProperty(kind).EnumerateObject())
            .ToFrozenDictionary(member => member.Name, member => new EarlierNode(member.Value.Clone()), StringComparer.Ordinal);
        Macros = root.GetProperty("macros").EnumerateObject()
            .ToFrozenDictionary(member => member.Name, member => JsonText.Of(member.Value, "macro_sql") ?? "", StringComparer.Ordinal);
    }

    /// <summary>Models, seeds, snapshots, tests, unit tests, analyses, sources and exposures by unique id.</summary>
    internal FrozenDictionary<string, EarlierNode> Nodes { get; }

    /// <summary>The text of each macro by unique id.</summary>
    internal FrozenDictionary<string, string> Macros { get; }

    /// <summary>Takes what is needed out of the file.</summary>
    /// <exception cref="KeyNotFoundException">It is no manifest.</exception>
    internal static EarlierManifest Read(JsonElement root) => new(root);
}

/// <summary>A node of a manifest.</summary>
/// <param name="json">Its members.</param>
internal sealed class EarlierNode(JsonElement json)
{
    /// <summary>All of its members.</summary>
    internal JsonElement Json => json;

    /// <summary>True for a version of a model.</summary>
    internal bool HasVersion => Member("version") is { ValueKind: not JsonValueKind.Null };

    /// <summary>How it was kept.</summary>
    internal string Materialized => Config is { } config ? JsonText.Of(config, "materialized") ?? "view" : "view";

    internal string RawCode => Text("raw_code") ?? Text("raw_sql") ?? "";

    internal string Description => Text("description") ?? "";

    internal string? Database => Text("database");

    internal string? Schema => Text("schema");

    internal string? Alias => Text("alias");

    /// <summary>The name in the database, as SQL; null for what is nothing there, as an ephemeral model.</summary>
    internal string? RelationName => Text("relation_name");

    internal IEnumerable<string> Fqn => JsonText.Items(json, "fqn");

    /// <summary>The kind of the file's hash and the hash.</summary>
    internal (string? Name, string? Checksum) Checksum =>
        Member("checksum") is { ValueKind: JsonValueKind.Object } checksum ? (JsonText.Of(checksum, "name"), JsonText.Of(checksum, "checksum")) : (null, null);

    /// <summary>The configuration as the user wrote it.</summary>
    internal JsonElement? WrittenConfig => Member("unrendered_config");

    /// <summary>The configuration that came of it.</summary>
    internal JsonElement? Config => Member("config");

    internal bool HasContract =>
        Member("config") is { } config && config.TryGetProperty("contract", out var contract) && contract.ValueKind == JsonValueKind.Object
        && contract.TryGetProperty("enforced", out var enforced) && enforced.ValueKind == JsonValueKind.True;

    /// <summary>The columns that a properties file describes, by name.</summary>
    internal IEnumerable<(string Name, JsonElement Column)> Columns =>
        Member("columns") is { ValueKind: JsonValueKind.Object } columns ? columns.EnumerateObject().Select(member => (member.Name, member.Value)) : [];

    internal string? Text(string member) => JsonText.Of(json, member);

    internal IEnumerable<string> Items(string member) => JsonText.Items(json, member);

    internal JsonElement? Member(string member) => json.TryGetProperty(member, out var value) ? value : null;
}

/// <summary>Members of JSON objects as texts.</summary>
internal static class JsonText
{
    internal static string? Of(JsonElement json, string member) =>
        json.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    internal static IEnumerable<string> Items(JsonElement json, string member) =>
        json.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(item => item.ToString()) : [];
}
