using Sbir.Tests.Pipeline;
using Sluice.Hosting.Tests.Http;

namespace Sbir.Tests.Clients;

public sealed class SamAssetTests : IAsyncLifetime
{
    private LocalServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await LocalServer.StartAsync();

    [Fact]
    public async Task Companies_that_the_extract_lacks_are_asked_for_until_the_quota_is_spent()
    {
        _server.Json("""
            {"totalRecords":1,"entityData":[{"entityRegistration":{"ueiSAM":"ZZZZZZZZZZZ9","cageCode":"9ZZZ9","legalBusinessName":"FOUND BY THE API LLC","registrationStatus":"Active"},
            "assertions":{"goodsAndServices":{"primaryNaics":"541715"}}}]}
            """);
        var project = new SbirProject();
        File.WriteAllText(
            Path.Combine(project.Folder, "appsettings.json"),
            $$"""{ "Sam": { "BaseAddress": "{{_server.Address}}", "ApiKey": "personal-key", "RequestsPerDay": 4 } }""");

        var first = await project.RunAsync("--select", "+validated_companies");
        var second = await project.RunAsync("--select", "+validated_companies", "--full-refresh", "--force");

        Assert.Equal(4, _server.Requests.Count);
        Assert.Equal(["4"], project.Rows("select count(*) from raw_companies_sam"));
        Assert.Equal(["9ZZZ9|541715"], project.Rows("select distinct cage, naics from validated_companies where legal_name = 'FOUND BY THE API LLC'"));
        Assert.All([first, second], output => Assert.Contains("sam: the quota is spent until", output, StringComparison.Ordinal));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
