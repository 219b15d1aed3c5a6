using System.Text.Json;

namespace Sluice.Graph;

/// <summary>What the server answers to a statement.</summary>
/// <param name="Rows">The values of the result.</param>
/// <param name="Counters">What the statement changed, by Neo4j's names; a name that is absent is 0.</param>
/// <param name="Bookmarks">Stand for the state after it.</param>
/// <param name="Transaction">The id of the transaction that stays open; null where none does.</param>
/// <param name="Affinity">The header that later requests of the transaction send back; null where there is none.</param>
internal sealed record QueryAnswer(
    IReadOnlyList<IReadOnlyList<JsonElement>> Rows, IReadOnlyDictionary<string, long> Counters, IReadOnlyList<string> Bookmarks, string? Transaction, string? Affinity)
{
    internal const string AffinityHeader = "neo4j-cluster-affinity";

    internal long Counter(string name) => Counters.GetValueOrDefault(name);

    /// <summary>Reads the body, whatever the status says: servers before 2025.11 answer 202 to everything.</summary>
    /// <exception cref="Neo4jException">The answer has an error, or is none of Neo4j's.</exception>
    internal static QueryAnswer Read(HttpResponseMessage response, string body)
    {
        var affinity = response.Headers.TryGetValues(AffinityHeader, out var values) ? values.First() : null;
        if (body.Length == 0 && response.IsSuccessStatusCode)
        {
            return new([], new Dictionary<string, long>(), [], null, affinity);
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            return Read(document.RootElement, response, affinity);
        }
        catch (JsonException error)
        {
            throw new Neo4jException("", $"{Describe(response)} is not an answer of Neo4j: {(body.Length > 200 ? body[..200] : body)}", error);
        }
    }

    private static QueryAnswer Read(JsonElement root, HttpResponseMessage response, string? affinity)
    {
        if (root.TryGetProperty("errors", out var errors) && errors.GetArrayLength() > 0)
        {
            var first = errors[0];
            throw new Neo4jException(Text(first, "code"), $"{Text(first, "message")} ({Text(first, "code")})");
        }

        if (!response.IsSuccessStatusCode)
        {
            throw new Neo4jException("", $"{Describe(response)} has no error that says why");
        }

        return new(
            root.TryGetProperty("data", out var data) && data.TryGetProperty("values", out var rows)
                ? [.. rows.EnumerateArray().Select(row => row.EnumerateArray().Select(value => value.Clone()).ToList())]
                : [],
            root.TryGetProperty("counters", out var counters)
                ? counters.EnumerateObject().Where(counter => counter.Value.ValueKind == JsonValueKind.Number).ToDictionary(counter => counter.Name, counter => counter.Value.GetInt64(), StringComparer.Ordinal)
                : new Dictionary<string, long>(),
            root.TryGetProperty("bookmarks", out var bookmarks) ? [.. bookmarks.EnumerateArray().Select(bookmark => bookmark.GetString()!)] : [],
            root.TryGetProperty("transaction", out var transaction) ? transaction.GetProperty("id").GetString() : null,
            affinity);
    }

    private static string Text(JsonElement error, string name) => error.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    private static string Describe(HttpResponseMessage response) => $"the answer {(int)response.StatusCode} of {response.RequestMessage?.RequestUri}";
}
