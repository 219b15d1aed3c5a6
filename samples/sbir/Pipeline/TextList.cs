using System.Text.Json;

namespace Sbir.Pipeline;

/// <summary>Texts as a query of one column.</summary>
internal static class TextList
{
    /// <summary>Each text once. Ten thousand literals take the database longer to plan than to look for.</summary>
    internal static string Sql(IEnumerable<string?> texts) =>
        $"select unnest(from_json('{JsonSerializer.Serialize(texts.OfType<string>().Distinct(StringComparer.Ordinal)).Replace("'", "''", StringComparison.Ordinal)}', '[\"VARCHAR\"]'))";
}
