using System.Net.Http.Headers;
using System.Text.Json;

namespace Sluice.Graph;

/// <summary>Neo4j's Query API: statements in transactions of their own, and transactions of several requests.</summary>
internal sealed class QueryApi(HttpClient http, Neo4jOptions options)
{
    private readonly Lock _gate = new();
    private readonly List<string> _reached = [];
    private string[] _required = [];

    /// <summary>Runs a statement in a transaction of its own.</summary>
    internal async Task<QueryAnswer> RunAsync(string statement, Action<Utf8JsonWriter>? rows, CancellationToken cancellationToken) =>
        Reached(await SendAsync(HttpMethod.Post, "", QueryRequest.Write(statement, rows, _required), null, cancellationToken));

    /// <summary>Begins a transaction with a statement; the answer names it.</summary>
    internal Task<QueryAnswer> BeginAsync(string statement, Action<Utf8JsonWriter> rows, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, "/tx", QueryRequest.Write(statement, rows, _required), null, cancellationToken);

    /// <summary>Runs a last statement and commits.</summary>
    internal async Task<QueryAnswer> CommitAsync(
        QueryAnswer begun, string statement, Action<Utf8JsonWriter> rows, CancellationToken cancellationToken) =>
        Reached(await SendAsync(
            HttpMethod.Post, $"/tx/{begun.Transaction}/commit", QueryRequest.Write(statement, rows, []), begun.Affinity, cancellationToken));

    internal Task RollBackAsync(QueryAnswer begun, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Delete, $"/tx/{begun.Transaction}", null, begun.Affinity, cancellationToken);

    /// <summary>What later transactions see: everything that was committed until now. In a cluster another member may run them.</summary>
    internal void RequireReached()
    {
        lock (_gate)
        {
            if (_reached.Count > 0)
            {
                _required = [.. _reached.Distinct(StringComparer.Ordinal)];
                _reached.Clear();
            }
        }
    }

    private QueryAnswer Reached(QueryAnswer answer)
    {
        lock (_gate)
        {
            _reached.AddRange(answer.Bookmarks);
        }

        return answer;
    }

    private async Task<QueryAnswer> SendAsync(
        HttpMethod method, string path, HttpContent? content, string? affinity, CancellationToken cancellationToken)
    {
        var address = new Uri(options.Address, $"db/{Uri.EscapeDataString(options.Database)}/query/v2{path}");
        using var request = new HttpRequestMessage(method, address) { Content = content };
        request.Headers.Authorization = options.Credentials?.Header;
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (affinity is not null)
        {
            request.Headers.Add(QueryAnswer.AffinityHeader, affinity);
        }

        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            return QueryAnswer.Read(response, await response.Content.ReadAsStringAsync(cancellationToken));
        }
        catch (HttpRequestException error)
        {
            throw new Neo4jException("", $"{address} cannot be reached: {error.Message}", error);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new Neo4jException("", $"{address} did not answer in {http.Timeout.TotalSeconds} s", error);
        }
    }
}
