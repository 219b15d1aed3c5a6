using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Sluice.Graph.Tests.Neo4j.StandIn;

/// <summary>
/// A server that speaks Neo4j's Query API as its documentation states it: implicit and explicit transactions, 202 to everything but a
/// wrong password, errors in the body, expiry of idle transactions, bookmarks, counters, typed parameters.
/// </summary>
internal sealed class StandInServer : IAsyncDisposable
{
    internal static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(60);
    private const string Affinity = "bWVtYmVyLTE=";
    private readonly ConcurrentDictionary<string, ServerTransaction> _open = new(StringComparer.Ordinal);
    private readonly WebApplication _app;
    private readonly TimeProvider _time;
    private readonly Statements _statements;

    private StandInServer(TimeProvider time)
    {
        _time = time;
        _statements = new(Store);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(ServeAsync);
    }

    internal GraphStore Store { get; } = new();

    internal Uri Address => new(_app.Urls.Single() + "/");

    /// <summary>Is asked before a request is served; an answer other than null is sent instead.</summary>
    internal Func<string, string, Fault?> Fault { get; set; } = (_, _) => null;

    /// <summary>The bookmarks of each request, in the order in which they came.</summary>
    internal ConcurrentQueue<string[]> Bookmarks { get; } = [];

    internal ConcurrentQueue<string> Requests { get; } = [];

    internal int OpenTransactions => _open.Count;

    internal static async Task<StandInServer> StartAsync(TimeProvider? time = null)
    {
        var server = new StandInServer(time ?? TimeProvider.System);
        await server._app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ServeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var path = $"{context.Request.Method} {context.Request.Path}";
        Requests.Enqueue(path);
        if (Fault(path, body) is { } fault)
        {
            await fault.SendAsync(context);
            return;
        }

        ExpireIdle();

        try
        {
            Authorize(context);
            await RouteAsync(context, body);
        }
        catch (Neo4jError error)
        {
            var status = error.Code == "Neo.ClientError.Security.Unauthorized" ? StatusCodes.Status401Unauthorized : StatusCodes.Status202Accepted;
            await SendAsync(context, new JsonObject { ["errors"] = new JsonArray(new JsonObject { ["code"] = error.Code, ["message"] = error.Message }) }, status);
        }
    }

    private async Task RouteAsync(HttpContext context, string body)
    {
        var parts = context.Request.Path.Value!.Trim('/').Split('/');
        if (parts is not ["db", "neo4j", "query", "v2", ..])
        {
            throw parts is ["db", var name, ..]
                ? new("Neo.ClientError.Database.DatabaseNotFound", $"Database does not exist. Database name: '{name}'.")
                : new Neo4jError("Neo.ClientError.Request.Invalid", "no such address");
        }

        switch ((context.Request.Method, parts[4..]))
        {
            case ("POST", []):
                await ImplicitAsync(context, body);
                break;
            case ("POST", ["tx"]):
                await BeginAsync(context, body);
                break;
            case ("POST", ["tx", var id]):
                await ContinueAsync(context, id, body, commit: false);
                break;
            case ("POST", ["tx", var id, "commit"]):
                await ContinueAsync(context, id, body, commit: true);
                break;
            case ("DELETE", ["tx", var id]):
                Store.RollBack(Take(context, id));
                await SendAsync(context, []);
                break;
            default:
                throw new Neo4jError("Neo.ClientError.Request.Invalid", "no such address");
        }
    }

    private async Task ImplicitAsync(HttpContext context, string body)
    {
        var transaction = Store.Begin();
        var answer = await RunAsync(context, transaction, body);
        Store.Commit(transaction);
        answer["bookmarks"] = Bookmark();
        await SendAsync(context, answer);
    }

    private async Task BeginAsync(HttpContext context, string body)
    {
        var transaction = Store.Begin();
        var answer = await RunAsync(context, transaction, body);
        var id = $"tx{transaction.Number}";
        await SendOpenAsync(context, id, transaction, answer);
    }

    private async Task ContinueAsync(HttpContext context, string id, string body, bool commit)
    {
        var transaction = Take(context, id);
        var answer = body.Length == 0 ? [] : await RunAsync(context, transaction, body);
        if (!commit)
        {
            await SendOpenAsync(context, id, transaction, answer);
            return;
        }

        Store.Commit(transaction);
        answer["bookmarks"] = Bookmark();
        context.Response.Headers[QueryAnswer.AffinityHeader] = Affinity;
        await SendAsync(context, answer);
    }

    private async Task<JsonObject> RunAsync(HttpContext context, ServerTransaction transaction, string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var request = document.RootElement;
            AwaitBookmarks(request);
            var isTyped = context.Request.ContentType == "application/vnd.neo4j.query";
            var parameters = request.TryGetProperty("parameters", out var given)
                ? given.EnumerateObject().ToDictionary(member => member.Name, member => TypedValues.Read(member.Value, isTyped), StringComparer.Ordinal)
                : [];
            var result = await _statements.RunAsync(transaction, request.GetProperty("statement").GetString()!, parameters);
            return Describe(result, request.TryGetProperty("includeCounters", out var counters) && counters.GetBoolean());
        }
        catch (Neo4jError)
        {
            Store.RollBack(transaction);
            throw;
        }
    }

    private static JsonObject Describe(StatementResult result, bool withCounters)
    {
        var answer = new JsonObject
        {
            ["data"] = new JsonObject { ["fields"] = JsonSerializer.SerializeToNode(result.Fields), ["values"] = JsonSerializer.SerializeToNode(result.Rows) },
        };
        if (withCounters)
        {
            var counters = (JsonObject)JsonSerializer.SerializeToNode(result.Counters)!;
            counters["containsUpdates"] = result.Counters.Count > 0;
            answer["counters"] = counters;
        }

        return answer;
    }

    private Task SendOpenAsync(HttpContext context, string id, ServerTransaction transaction, JsonObject answer)
    {
        transaction.Used = _time.GetUtcNow();
        _open[id] = transaction;
        answer["bookmarks"] = Bookmark();
        answer["transaction"] = new JsonObject { ["id"] = id, ["expires"] = (transaction.Used + IdleTimeout).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'") };
        context.Response.Headers[QueryAnswer.AffinityHeader] = Affinity;
        return SendAsync(context, answer);
    }

    private ServerTransaction Take(HttpContext context, string id) =>
        context.Request.Headers[QueryAnswer.AffinityHeader] == Affinity && _open.TryRemove(id, out var transaction)
            ? transaction
            : throw Neo4jError.TransactionGone(id);

    private void ExpireIdle()
    {
        foreach (var (id, transaction) in _open.Where(open => _time.GetUtcNow() - open.Value.Used > IdleTimeout))
        {
            if (_open.TryRemove(id, out _))
            {
                Store.RollBack(transaction);
            }
        }
    }

    private void AwaitBookmarks(JsonElement request)
    {
        var bookmarks = request.TryGetProperty("bookmarks", out var given) ? given.EnumerateArray().Select(item => item.GetString()!).ToArray() : [];
        Bookmarks.Enqueue(bookmarks);
        if (Array.Find(bookmarks, bookmark => !bookmark.StartsWith("FB:", StringComparison.Ordinal) || long.Parse(bookmark[3..]) > Store.LastCommit) is { } unknown)
        {
            throw new Neo4jError("Neo.ClientError.Transaction.InvalidBookmark", $"Supplied bookmark '{unknown}' does not conform to pattern");
        }
    }

    private JsonArray Bookmark() => [$"FB:{Store.LastCommit}"];

    private static void Authorize(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (header.Length == 0)
        {
            throw new Neo4jError("Neo.ClientError.Security.Unauthorized", "No authentication header supplied.");
        }

        if (header != "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("neo4j:verysecret")))
        {
            throw new Neo4jError("Neo.ClientError.Security.Unauthorized", "Invalid username or password.");
        }
    }

    private static async Task SendAsync(HttpContext context, JsonObject answer, int status = StatusCodes.Status202Accepted)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer.ToJsonString());
    }
}
