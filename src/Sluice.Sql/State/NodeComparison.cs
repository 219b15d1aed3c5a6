using System.Text.Json;
using Sluice.Sql.Artifacts;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.State;

/// <summary>Compares a node with what a manifest says of it, aspect by aspect.</summary>
internal static class NodeComparison
{
    internal static bool IsSame(SqlNode node, EarlierNode? earlier) => node switch
    {
        // dbt: what is read or told of and was not there before changes nothing.
        SourceNode source => earlier is null || IsSameSource(source, earlier),
        ExposureNode exposure => earlier is null || IsSameExposure(exposure, earlier),
        _ when earlier is null => false,
        UnitTestNode test => HasSameFqn(test, earlier) && UnitTestEntry.IsSame(test, earlier.Json),
        TestNode { IsSingular: false } => ConfigComparison.IsSame(node, earlier) && HasSameFqn(node, earlier),
        _ => HasSameBody(node, earlier) && ConfigComparison.IsSame(node, earlier) && HasSameDescriptions(node, earlier) && HasSameFqn(node, earlier)
            && ConfigComparison.IsSameRelation(node, earlier) && HasSameContract(node, earlier),
    };

    /// <summary>The template; of a seed the file.</summary>
    internal static bool HasSameBody(SqlNode node, EarlierNode earlier) => node is SeedNode
        ? Checksums.Of(node) is var (name, checksum) && name == earlier.Checksum.Name && checksum == earlier.Checksum.Checksum
        : IsSameText(node.RawCode, earlier.RawCode);

    /// <summary>The descriptions that are kept in the database, where any are.</summary>
    internal static bool HasSameDescriptions(SqlNode node, EarlierNode earlier)
    {
        var kept = node.Config.GetMap("persist_docs");
        return (kept?.GetValueOrDefault("relation") is not true || IsSameText(node.Description, earlier.Description))
            && (kept?.GetValueOrDefault("columns") is not true || Described(node.Columns.Select(column => (column.Name, column.Description)))
                .SetEquals(Described(earlier.Columns.Select(column => (column.Name, JsonText.Of(column.Column, "description") ?? "")))));
    }

    /// <summary>The columns that a contract promises, where there was one or is one.</summary>
    internal static bool HasSameContract(SqlNode node, EarlierNode earlier)
    {
        var enforced = node.Config.ContractEnforced;
        return enforced == earlier.HasContract
            && (!enforced || node.Columns.Select(Promise).ToHashSet(StringComparer.Ordinal).SetEquals(earlier.Columns.Select(column => Promise(column.Name, column.Column))));
    }

    internal static bool IsSameText(string left, string right) => string.Equals(
        left.ReplaceLineEndings("\n").Trim(), right.ReplaceLineEndings("\n").Trim(), StringComparison.Ordinal);

    private static bool HasSameFqn(SqlNode node, EarlierNode earlier) => node.Fqn.SequenceEqual(earlier.Fqn, StringComparer.Ordinal);

    private static bool IsSameSource(SourceNode source, EarlierNode earlier) =>
        source.Database == earlier.Database && source.Schema == earlier.Schema && source.Identifier == earlier.Text("identifier") && HasSameFqn(source, earlier)
        && ConfigComparison.IsSameFreshness(source.Freshness, earlier) && (source.LoadedAtField ?? "") == (earlier.Text("loaded_at_field") ?? "");

    private static bool IsSameExposure(ExposureNode exposure, EarlierNode earlier) =>
        HasSameFqn(exposure, earlier) && exposure.Type == earlier.Text("type") && exposure.Maturity == earlier.Text("maturity") && exposure.Url == earlier.Text("url")
        && IsSameText(exposure.Description, earlier.Description) && exposure.Label == (earlier.Text("label") ?? "")
        && earlier.Member("owner") is { ValueKind: JsonValueKind.Object } owner
        && exposure.Owner == (JsonText.Of(owner, "name") ?? "") && exposure.OwnerEmails.SequenceEqual(JsonText.Of(owner, "email") is { } email ? [email] : JsonText.Items(owner, "email"), StringComparer.Ordinal)
        && earlier.Member("depends_on") is { ValueKind: JsonValueKind.Object } reads
        && exposure.Dependencies.Select(dependency => dependency.UniqueId).ToHashSet(StringComparer.Ordinal).SetEquals(JsonText.Items(reads, "nodes"));

    private static HashSet<(string, string)> Described(IEnumerable<(string Name, string Description)> columns) =>
        [.. columns.Where(column => column.Description.Length > 0).Select(column => (column.Name, column.Description.Trim()))];

    private static string Promise(ColumnInfo column) =>
        $"{column.Name}|{column.DataType}|{string.Join(';', column.Constraints.Select(constraint => $"{constraint.Type} {constraint.Expression}".TrimEnd()).Order(StringComparer.Ordinal))}";

    private static string Promise(string name, JsonElement column)
    {
        var constraints = column.TryGetProperty("constraints", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(constraint => $"{JsonText.Of(constraint, "type")} {JsonText.Of(constraint, "expression")}".TrimEnd()).Order(StringComparer.Ordinal)
            : Enumerable.Empty<string>();
        return $"{name}|{JsonText.Of(column, "data_type")}|{string.Join(';', constraints)}";
    }
}
