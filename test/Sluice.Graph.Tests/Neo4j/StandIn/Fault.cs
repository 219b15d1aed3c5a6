using Microsoft.AspNetCore.Http;

namespace Sluice.Graph.Tests.Neo4j.StandIn;

/// <summary>An answer that is sent instead of the right one.</summary>
internal sealed record Fault(int Status, string ContentType, string Body, bool CutOff = false)
{
    internal static Fault Error(string code, string message = "as the test asked for", int status = StatusCodes.Status202Accepted) =>
        new(status, "application/json", $$"""{"errors":[{"code":"{{code}}","message":"{{message}}"}]}""");

    internal async Task SendAsync(HttpContext context)
    {
        if (CutOff)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = Status;
        context.Response.ContentType = ContentType;
        await context.Response.WriteAsync(Body);
    }
}
