using Microsoft.Extensions.DependencyInjection;
using Sluice.Hosting.Http;

namespace Sluice.Hosting.Tests.Http;

/// <summary>The code of docs/guides/http-sources.md, which is compiled and run here.</summary>
public sealed class HttpGuideTests : IAsyncLifetime
{
    private readonly Bench _bench = new();
    private LocalServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await LocalServer.StartAsync();

    [Fact]
    public async Task An_asset_asks_a_source_and_a_second_run_asks_the_cache()
    {
        _server.Json("""{"totalRecords":1}""");

        await _bench.MustRunAsync(Configure, "run");
        await _bench.MustRunAsync(Configure, "run", "--full-refresh");

        Assert.Equal(["1"], _bench.Query("select total_records from main.raw_companies"));
        Assert.Equal("/api/entities?ueiSAM=ABCDEFGHJK12", Assert.Single(_server.Requests));
        Assert.True(Directory.Exists(Path.Combine(_bench.Folder, ".sluice", "http", "sam")));
    }

    [Fact]
    public async Task A_wrong_option_is_an_error_before_anything_runs()
    {
        var exit = await _bench.RunAsync(
            builder =>
            {
                Configure(builder);
                builder.Services.Configure<HttpSourceOptions>("sam", options => options.MaxAttempts = 0);
            },
            "run");

        Assert.NotEqual(0, exit);
        Assert.Contains("HTTP source 'sam': MaxAttempts is 0; it must be 1 to 10", _bench.Error, StringComparison.Ordinal);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public void The_guide_shows_the_code_that_is_run() => GuideCode.Check("docs/guides/http-sources.md");

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _bench.Dispose();
    }

    private void Configure(SluiceApplicationBuilder builder)
    {
        builder.Configuration["Sam:ApiKey"] = "secret";
        AddSource(builder);
        builder.Services.PostConfigure<HttpSourceOptions>("sam", options => options.BaseAddress = _server.Address);
        builder.AddGroup("ingestion").AddAsset<Entities>("raw_companies", async (AssetContext asset, SamClient sam, CancellationToken cancel) =>
            await asset.WriteAsync([await sam.FindAsync("ABCDEFGHJK12", cancel)], cancel));
    }

    private static void AddSource(SluiceApplicationBuilder builder)
    {
        // guide: registration
        builder.Services.AddHttpSource<SamClient>("sam", options =>
        {
            options.BaseAddress = new("https://api.sam.gov/entity-information/v3/");
            options.Headers["X-Api-Key"] = builder.Configuration["Sam:ApiKey"]!;
            options.Limits.Add(RateLimit.PerMinute(60));
            options.Limits.Add(RateLimit.PerDay(10));
        });
        // end
    }
}

public sealed record Entities(int TotalRecords);

// guide: client
public sealed class SamClient(HttpSource source)
{
    public async Task<Entities> FindAsync(string uei, CancellationToken cancellationToken) =>
        (await source.GetJsonAsync<Entities>($"entities?ueiSAM={uei}", cancellationToken: cancellationToken)).Value;
}
// end
