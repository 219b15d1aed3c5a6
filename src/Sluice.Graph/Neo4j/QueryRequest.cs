using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Sluice.Graph;

/// <summary>The body of a request: a statement, its rows and the bookmarks that must have come true before it runs.</summary>
internal static class QueryRequest
{
    /// <summary>The content of a POST.</summary>
    /// <remarks>Older servers read the members only in this order.</remarks>
    internal static HttpContent Write(string statement, Action<Utf8JsonWriter>? rows, IReadOnlyCollection<string> bookmarks)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("statement", statement);
            if (rows is not null)
            {
                json.WriteStartObject("parameters");
                json.WritePropertyName("rows");
                rows(json);
                json.WriteEndObject();
            }

            json.WriteBoolean("includeCounters", true);
            if (bookmarks.Count > 0)
            {
                json.WriteStartArray("bookmarks");
                foreach (var bookmark in bookmarks)
                {
                    json.WriteStringValue(bookmark);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        var content = new ReadOnlyMemoryContent(buffer.WrittenMemory);
        content.Headers.ContentType = new MediaTypeHeaderValue(TypedJson.MediaType);
        return content;
    }
}
