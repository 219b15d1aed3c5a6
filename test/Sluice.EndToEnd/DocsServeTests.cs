using System.Net;
using System.Net.Sockets;
using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd;

public sealed class DocsServeTests
{
    [Fact]
    public async Task The_documentation_is_served_under_the_address_and_the_name_of_this_machine_and_nothing_beside_it_is()
    {
        var port = FreePort();
        Assert.SkipWhen(port is null, "there is no loopback device to serve on");
        using var folder = Projects.Growth();
        (await folder.RunAsync("docs", "generate")).Ends(0);

        using var server = SluiceProcess.Start(folder.Root, null, "docs", "serve", "--port", $"{port}");
        try
        {
            var said = await server.StandardError.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.Equal($"the documentation is at http://127.0.0.1:{port}/ until Ctrl-C", said);

            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
            Assert.Equal(folder.Read("target/index.html"), await client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/"), TestContext.Current.CancellationToken));
            Assert.Equal(folder.Read("target/manifest.json"), await client.GetStringAsync(new Uri($"http://localhost:{port}/manifest.json"), TestContext.Current.CancellationToken));
            using var outside = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/..%2fprofiles.yml"), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NotFound, outside.StatusCode);
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static int? FreePort()
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
