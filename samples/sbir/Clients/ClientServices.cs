using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Hosting.Http;

namespace Sbir.Clients;

/// <summary>Registers the clients of SAM.gov and of the patent office.</summary>
internal static class ClientServices
{
    /// <summary>Adds <see cref="SamClient"/>; a personal account may send 10 requests a day.</summary>
    internal static SourceSettings AddSamClient(this IServiceCollection services, IConfigurationSection section) =>
        services.AddClient<SamClient>(SamClient.SourceName, section, SamClient.PublicAddress, new() { RequestsPerDay = 10 });

    /// <summary>Adds <see cref="PatentClient"/>.</summary>
    internal static SourceSettings AddPatentClient(this IServiceCollection services, IConfigurationSection section) =>
        services.AddClient<PatentClient>(PatentClient.SourceName, section, PatentClient.PublicAddress, new());

    private static SourceSettings AddClient<TClient>(
        this IServiceCollection services, string name, IConfigurationSection section, Uri address, SourceSettings settings)
        where TClient : class
    {
        section.Bind(settings, binder => binder.ErrorOnUnknownConfiguration = true);
        services.AddHttpSource<TClient>(name, options =>
        {
            options.BaseAddress = settings.BaseAddress ?? address;
            if (settings.ApiKey is { } key)
            {
                options.Headers["X-Api-Key"] = key;
            }

            options.Limits.Add(RateLimit.PerMinute(settings.RequestsPerMinute));
            if (settings.RequestsPerDay is { } requests)
            {
                options.Limits.Add(RateLimit.PerDay(requests));
            }
        });
        return settings;
    }
}
