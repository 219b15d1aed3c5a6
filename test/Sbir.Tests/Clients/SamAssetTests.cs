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
        Assert.Equal(["1"], project.Rows("select count(*) from validated_companies_sam"));
        Assert.Equal(["9ZZZ9|541715"], project.Rows("select distinct cage, naics from validated_companies where legal_name = 'FOUND BY THE API LLC'"));
        Assert.All([first, second], output => Assert.Contains("sam: the quota is spent until", output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_award_and_contract_asks_by_what_is_surest_and_again_only_where_that_has_changed()
    {
        _server.Json("""{"totalRecords":0,"entityData":[]}""");
        var project = new SbirProject();
        File.WriteAllText(
            Path.Combine(project.Folder, "appsettings.json"),
            $$"""{ "Sam": { "BaseAddress": "{{_server.Address}}", "ApiKey": "system-key", "RequestsPerDay": 5000, "RequestsPerMinute": 5000 } }""");
        await project.RunAsync("--select", "+validated_companies");
        var asked = _server.Requests.ToList();

        await project.RunAsync("--select", "validated_companies_sam", "--force");
        var again = _server.Requests.Count - asked.Count;
        KnownNoMore(project);
        await project.RunAsync("--select", "+validated_companies");
        var changed = _server.Requests.Skip(asked.Count).ToList();

        Assert.All(["ueiSAM", "cageCode", "legalBusinessName"], name => Assert.Contains(asked, request => request.Contains(name, StringComparison.Ordinal)));
        Assert.True(asked.FindLastIndex(request => request.Contains("ueiSAM", StringComparison.Ordinal)) < asked.FindIndex(request => request.Contains("legalBusinessName", StringComparison.Ordinal)));
        Assert.Equal(asked.Distinct(), asked);
        Assert.Equal(0, again);
        Assert.InRange(changed.Count, 1, 3);
        Assert.Equal(
            project.Rows("select count(*) from validated_sbir_awards where length(uei) = 12 and uei not in (select upper(trim(uei)) from raw_companies)"),
            [File.ReadLines(Path.Combine(project.Folder, ".sluice", "sam.jsonl")).Count(line => line.Contains("uei=", StringComparison.Ordinal)).ToString()]);
    }

    // The entity that most awards name is taken out of the extract.
    private static void KnownNoMore(SbirProject project)
    {
        var uei = project.Rows("select mode(uei) from validated_sbir_awards where uei in (select upper(trim(uei)) from raw_companies)")[0];
        var path = Path.Combine(project.Data, "sam_entities.dat");
        File.WriteAllText(path, File.ReadAllText(path).Replace(uei, "XXXXXXXXXXX1", StringComparison.OrdinalIgnoreCase));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
