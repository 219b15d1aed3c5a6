using System.Text.Json;

namespace Sluice.Hosting.Http;

/// <summary>Tells a whole JSON document from what servers send in its place with status 200.</summary>
internal static class JsonPayload
{
    /// <summary>What is wrong with the payload; null where it is a whole JSON document.</summary>
    internal static string? ProblemOf(ReadOnlySpan<byte> payload, string? mediaType)
    {
        var trimmed = payload.TrimStart(" \t\r\n\uFEFF"u8);
        if (trimmed.IsEmpty)
        {
            return "the answer is empty";
        }

        if (trimmed[0] == (byte)'<' || mediaType is "text/html" or "application/xhtml+xml")
        {
            return "the answer is a page and not JSON";
        }

        try
        {
            var reader = new Utf8JsonReader(payload);
            while (reader.Read())
            {
                // Reading to the end is the check.
            }

            return null;
        }
        catch (JsonException error)
        {
            return $"the answer is no whole JSON: {error.Message}";
        }
    }
}
