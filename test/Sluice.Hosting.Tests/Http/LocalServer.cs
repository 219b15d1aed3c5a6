using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Sluice.Hosting.Tests.Http;

/// <summary>A server on this machine that plays answers, one after the other; the last is repeated.</summary>
internal sealed class LocalServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Queue<Func<HttpContext, Task>> _answers = [];

    private LocalServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(ServeAsync);
    }

    internal Uri Address => new(_app.Urls.Single() + "/api");

    internal ConcurrentQueue<string> Requests { get; } = [];

    internal string? LastKey { get; private set; }

    /// <summary>Completes when a request has come that is not answered.</summary>
    internal TaskCompletionSource Hanging { get; private set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal static async Task<LocalServer> StartAsync()
    {
        var server = new LocalServer();
        await server._app.StartAsync();
        return server;
    }

    internal LocalServer Json(string body = """{"name":"Acme"}""") => Then(200, "application/json", body);

    internal LocalServer Then(int status, string type = "text/plain", string body = "", string? retryAfter = null)
    {
        _answers.Enqueue(async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            if (retryAfter is not null)
            {
                context.Response.Headers.RetryAfter = retryAfter;
            }

            await context.Response.WriteAsync(body);
        });
        return this;
    }

    /// <summary>Breaks the connection in the middle of the answer.</summary>
    internal LocalServer ThenCutOff()
    {
        _answers.Enqueue(async context =>
        {
            context.Response.ContentLength = 1_000;
            await context.Response.WriteAsync("""{"name":""");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        return this;
    }

    /// <summary>Never answers.</summary>
    internal LocalServer ThenHang()
    {
        _answers.Enqueue(async context =>
        {
            var gone = new TaskCompletionSource();
            context.RequestAborted.Register(gone.SetResult);
            Hanging.SetResult();
            await gone.Task;
        });
        return this;
    }

    internal async Task NextHangAsync()
    {
        await Hanging.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Hanging = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Task ServeAsync(HttpContext context)
    {
        Requests.Enqueue(context.Request.Path + context.Request.QueryString.ToString());
        LastKey = context.Request.Headers["X-Api-Key"];
        lock (_answers)
        {
            return (_answers.Count > 1 ? _answers.Dequeue() : _answers.Peek())(context);
        }
    }
}
