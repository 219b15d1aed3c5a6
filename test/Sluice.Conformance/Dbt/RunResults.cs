using System.Globalization;
using System.Text.Json;

namespace Sluice.Conformance.Dbt;

/// <summary>What <c>target/run_results.json</c> or <c>target/sources.json</c> says.</summary>
internal sealed class RunResults
{
    private RunResults(JsonElement[] results) => Results = results;

    internal static RunResults None { get; } = new([]);

    private JsonElement[] Results { get; }

    internal static RunResults Parse(string? json) =>
        json is null ? None : new([.. JsonDocument.Parse(json).RootElement.GetProperty("results").EnumerateArray()]);

    /// <summary>A line for each result: name, status, failures.</summary>
    internal string Lines() => string.Join('\n', Results
        .Select(result => Line(Text(result, "unique_id")!, Text(result, "status")!, result.TryGetProperty("failures", out var failures) && failures.ValueKind == JsonValueKind.Number ? failures.GetInt64() : null))
        .Order(StringComparer.Ordinal));

    internal static string Lines(IEnumerable<DbtResult> expected) =>
        string.Join('\n', expected.Select(result => Line(result.UniqueId, result.Status, result.Failures)).Order(StringComparer.Ordinal));

    internal string Messages() => string.Join('\n', Results.Select(result => Text(result, "message")));

    /// <summary>The compiled SQL of each node that has some.</summary>
    internal IEnumerable<(string UniqueId, string Sql)> Compiled() => Results
        .Where(result => Text(result, "compiled_code") is not null)
        .Select(result => (Text(result, "unique_id")!, Text(result, "compiled_code")!));

    private static string Line(string name, string status, long? failures) =>
        $"{name} {status} {failures?.ToString(CultureInfo.InvariantCulture)}".TrimEnd();

    private static string? Text(JsonElement result, string key) =>
        result.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
