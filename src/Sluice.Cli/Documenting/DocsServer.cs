using System.Diagnostics;
using System.Net;
using Sluice.Cli.Invocation;
using Sluice.Diagnostics;

namespace Sluice.Cli.Documenting;

/// <summary>Serves the files of the target folder until it is stopped.</summary>
/// <param name="call">The command's call.</param>
/// <param name="folder">The folder, absolute.</param>
internal sealed class DocsServer(CommandCall call, string folder)
{
    internal async Task<int> RunAsync(string host, int port, bool opensBrowser, CancellationToken cancellationToken)
    {
        if (!File.Exists(Path.Combine(folder, "index.html")))
        {
            throw new DiagnosticException(UsageErrors.NoDocs(call.Line, folder));
        }

        using var listener = new HttpListener();
        var address = $"http://{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}/";
        listener.Prefixes.Add(host is "0.0.0.0" or "::" ? $"http://*:{port}/" : address);
        if (host == "127.0.0.1")
        {
            // The listener answers to the names it was given alone, and people write this one.
            listener.Prefixes.Add($"http://localhost:{port}/");
        }

        try
        {
            listener.Start();
        }
        catch (HttpListenerException error)
        {
            throw new DiagnosticException(UsageErrors.PortIsTaken(call.Line, port, error.Message));
        }

        call.Talk.Info($"the documentation is at {address} until Ctrl-C");
        if (opensBrowser)
        {
            Process.Start(new ProcessStartInfo(address) { UseShellExecute = true })?.Dispose();
        }

        await using var stopping = cancellationToken.Register(listener.Stop);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await AnswerAsync(await listener.GetContextAsync());
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or IOException or InvalidOperationException)
            {
                // The reader went away, or the listener was stopped.
                call.Talk.Debug(error.Message);
            }
        }

        return ExitCode.Ok;
    }

    /// <summary>The file of a request's path; null where there is none or it lies outside of the folder.</summary>
    internal static string? Find(string folder, string path)
    {
        var name = Uri.UnescapeDataString(path).TrimStart('/');
        var file = Path.GetFullPath(Path.Combine(folder, name.Length == 0 ? "index.html" : name));
        return file.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal) && File.Exists(file) ? file : null;
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var response = context.Response;
        var file = context.Request.HttpMethod is "GET" or "HEAD" ? Find(folder, context.Request.Url?.AbsolutePath ?? "/") : null;
        if (file is null)
        {
            response.StatusCode = (int)(context.Request.HttpMethod is "GET" or "HEAD" ? HttpStatusCode.NotFound : HttpStatusCode.MethodNotAllowed);
            return;
        }

        response.ContentType = Path.GetExtension(file) switch
        {
            ".html" => "text/html; charset=utf-8",
            ".json" => "application/json",
            ".sql" or ".txt" or ".csv" => "text/plain; charset=utf-8",
            _ => "application/octet-stream",
        };
        response.Headers["X-Content-Type-Options"] = "nosniff";
        response.Headers["Cache-Control"] = "no-cache";
        await using var content = File.OpenRead(file);
        response.ContentLength64 = content.Length;
        if (context.Request.HttpMethod == "GET")
        {
            await content.CopyToAsync(response.OutputStream);
        }
    }
}
