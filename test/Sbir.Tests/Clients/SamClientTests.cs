using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Sbir.Clients;
using Sluice.Hosting.Http;
using Sluice.Hosting.Tests.Http;

namespace Sbir.Tests.Clients;

public sealed class SamClientTests : IAsyncLifetime
{
    private const string Acme = """
        {
          "totalRecords": 1,
          "entityData": [{
            "entityRegistration": {
              "samRegistered": "Yes", "ueiSAM": "ABCDEFGHJK12", "entityEFTIndicator": null, "cageCode": "1A2B3", "dodaac": null,
              "legalBusinessName": "ACME RADAR INC", "dbaName": null, "registrationStatus": "Active", "registrationExpirationDate": "2026-11-05"
            },
            "coreData": {
              "physicalAddress": { "addressLine1": "1 MAIN ST", "addressLine2": null, "city": "ARLINGTON", "stateOrProvinceCode": "VA", "zipCode": "22202", "zipCodePlus4": "1234", "countryCode": "USA" }
            },
            "assertions": {
              "goodsAndServices": { "primaryNaics": "541715", "naicsList": [{ "naicsCode": "541715", "naicsDescription": "R&D" }, { "naicsCode": "334511" }], "pscList": null }
            }
          }],
          "links": { "selfLink": "https://api.sam.gov/entity-information/v3/entities?page=0&size=10" }
        }
        """;

    private readonly RushingTime _time = new(TimeSpan.FromSeconds(30));
    private readonly string _folder = Directory.CreateTempSubdirectory("sbir-sam-").FullName;
    private LocalServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await LocalServer.StartAsync();

    [Fact]
    public async Task A_registration_is_found_by_its_uei_and_the_key_travels_in_a_header()
    {
        _server.Json(Acme);
        await using var services = Services();

        var answer = await services.GetRequiredService<SamClient>().FindByUeiAsync("ABCDEFGHJK12", default);

        var found = Assert.Single(answer.Value);
        Assert.Equal(
            ("ABCDEFGHJK12", "1A2B3", "ACME RADAR INC", true, new DateOnly(2026, 11, 5), "541715", "ARLINGTON", "VA", "22202"),
            (found.Uei, found.Cage, found.LegalName, found.IsActive, found.ExpiresOn, found.PrimaryNaics, found.City, found.State, found.Zip));
        Assert.Equal(["541715", "334511"], found.Naics);
        Assert.Equal("/api/entities?ueiSAM=ABCDEFGHJK12&includeSections=entityRegistration,coreData,assertions", _server.Requests.Single());
        Assert.Equal("personal-key", _server.LastKey);
    }

    [Fact]
    public async Task A_name_loses_the_letters_that_the_service_refuses()
    {
        _server.Json("""{"totalRecords":0,"entityData":[]}""");
        await using var services = Services();

        var answer = await services.GetRequiredService<SamClient>().FindByNameAsync("Smith & Sons {R&D}", default);

        Assert.Empty(answer.Value);
        Assert.StartsWith("/api/entities?legalBusinessName=Smith%20%20Sons%20RD&", _server.Requests.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sections_that_are_null_are_no_error()
    {
        _server.Json("""{"totalRecords":2,"entityData":[{"entityRegistration":{"ueiSAM":"U2","legalBusinessName":"Bolt"},"coreData":null,"assertions":null},{"entityRegistration":null}]}""");
        await using var services = Services();

        var answer = await services.GetRequiredService<SamClient>().FindByCageAsync("9Z9Z9", default);

        Assert.Equal(("U2", false, 0), answer.Value.Select(found => (found.Uei, found.IsActive, found.Naics.Count)).Single());
    }

    [Fact]
    public async Task The_quota_of_a_personal_account_is_ten_requests_a_day()
    {
        _server.Json(Acme);
        await using var services = Services();
        var client = services.GetRequiredService<SamClient>();
        for (var number = 0; number < 10; number++)
        {
            await client.FindByUeiAsync($"UEI{number:000000000}", default);
        }

        var error = await Assert.ThrowsAsync<HttpSourceException>(() => client.FindByUeiAsync("UEI999999999", default));

        Assert.Equal((HttpFailure.QuotaReached, 10), (error.Failure, _server.Requests.Count));
    }

    [Fact]
    public void A_setting_that_is_not_known_is_an_error()
    {
        var section = Section(("ApiKey", "k"), ("RequestsPerHour", "5"));

        var error = Assert.Throws<InvalidOperationException>(() => new ServiceCollection().AddSamClient(section));

        Assert.Contains("RequestsPerHour", error.Message, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static IConfigurationSection Section(params (string Key, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => new KeyValuePair<string, string?>("Sam:" + setting.Key, setting.Value)))
        .Build().GetSection("Sam");

    private ServiceProvider Services()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_time);
        services.AddSamClient(Section(("BaseAddress", _server.Address.ToString()), ("ApiKey", "personal-key")));
        services.PostConfigure<HttpSourceOptions>(SamClient.SourceName, options => options.Folder = _folder);
        return services.BuildServiceProvider();
    }
}
