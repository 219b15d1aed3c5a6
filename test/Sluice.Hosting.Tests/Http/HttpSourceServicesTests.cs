using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Sluice.Hosting.Http;

namespace Sluice.Hosting.Tests.Http;

public sealed class HttpSourceServicesTests
{
    [Fact]
    public void Every_wrong_option_is_listed_with_its_name_and_value()
    {
        var services = new ServiceCollection();
        services.AddHttpSource("sam", options =>
        {
            options.BaseAddress = new("entities", UriKind.Relative);
            options.Limits.Add(RateLimit.PerDay(0));
            options.MaxAttempts = 0;
            options.BreakAtFailureRatio = 50;
        });
        using var provider = services.BuildServiceProvider();

        var error = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate());

        Assert.Equal(
            [
                "HTTP source 'sam': BaseAddress is 'entities'; an absolute http or https address is needed",
                "HTTP source 'sam': Limits has '0 in 1.00:00:00'; at least one request in more than zero and at most 31 days is needed",
                "HTTP source 'sam': MaxAttempts is 0; it must be 1 to 10",
                "HTTP source 'sam': BreakAtFailureRatio is 50; it is a ratio above 0 and up to 1",
            ],
            error.Failures);
    }

    [Fact]
    public void A_client_is_given_its_own_source()
    {
        var services = new ServiceCollection();
        services.AddHttpSource<SamClient>("sam", options => options.BaseAddress = new("https://sam.example.org"));
        services.AddHttpSource<PatentClient>("uspto", options => options.BaseAddress = new("https://uspto.example.org"));
        using var provider = services.BuildServiceProvider();

        Assert.Equal("sam", provider.GetRequiredService<SamClient>().Source.Name);
        Assert.Equal("uspto", provider.GetRequiredService<PatentClient>().Source.Name);
        Assert.Same(provider.GetRequiredKeyedService<HttpSource>("sam"), provider.GetRequiredService<SamClient>().Source);
    }

    [Fact]
    public void The_folder_is_relative_to_that_of_the_application()
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = Path.GetTempPath() });
        builder.Services.AddHttpSource("sam", options => options.BaseAddress = new("https://sam.example.org"));
        using var host = builder.Build();

        var options = host.Services.GetRequiredService<IOptionsMonitor<HttpSourceOptions>>().Get("sam");

        Assert.Equal(Path.Combine(Path.GetTempPath(), ".sluice", "http"), options.Folder);
    }

    [Fact]
    public void A_name_that_cannot_be_a_folder_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new HttpSource("../sam", new() { BaseAddress = new("https://sam.example.org") }));
    }

    private sealed class SamClient(HttpSource source)
    {
        internal HttpSource Source => source;
    }

    private sealed class PatentClient(HttpSource source)
    {
        internal HttpSource Source => source;
    }
}
