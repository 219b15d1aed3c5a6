using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Artifacts;

/// <summary>Hashes by which two manifests tell what has changed between them.</summary>
internal static class Checksums
{
    // dbt hashes the path of a seed that is larger.
    private const long LargestSeed = 1 << 20;

    internal static void Write(Utf8JsonWriter writer, SqlNode node)
    {
        var (name, checksum) = Of(node);
        writer.WriteStartObject("checksum");
        writer.WriteString("name", name);
        writer.WriteString("checksum", checksum);
        writer.WriteEndObject();
    }

    /// <summary>The kind of hash and the hash.</summary>
    internal static (string Name, string Checksum) Of(SqlNode node) => node switch
    {
        TestNode { IsSingular: false } => ("none", ""),
        SeedNode seed => OfSeed(seed),
        _ => ("sha256", OfText(node.Source.Text)),
    };

    /// <summary>The hash of the columns that a contract promises.</summary>
    internal static string OfContract(SqlNode node) =>
        Hex(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(node.Columns.Select(column => $"{column.Name}|{column.DataType}")))));

    private static (string Name, string Checksum) OfSeed(SeedNode seed)
    {
        var file = new FileInfo(seed.FilePath);
        return !file.Exists ? ("none", "")
            : file.Length > LargestSeed ? ("path", seed.OriginalFilePath)
            : ("sha256", OfText(File.ReadAllText(seed.FilePath)));
    }

    private static string OfText(string text) =>
        Hex(SHA256.HashData(Encoding.UTF8.GetBytes(text.Trim().ReplaceLineEndings("\n"))));

    private static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);
}
