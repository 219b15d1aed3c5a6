using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Sluice.Hosting.Http;

/// <summary>Registers HTTP sources.</summary>
public static class HttpSourceServices
{
    /// <summary>Adds a source that is had by <c>[FromKeyedServices(name)] HttpSource</c>. Its options are checked when the application starts.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="name">Its name: letters, digits, '-' and '_'.</param>
    /// <param name="configure">Sets its options; also what the configuration says may be bound here.</param>
    public static OptionsBuilder<HttpSourceOptions> AddHttpSource(this IServiceCollection services, string name, Action<HttpSourceOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(name);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HttpSourceOptions>, HttpSourceOptionsValidator>());
        services.AddKeyedSingleton(name, (provider, _) => new HttpSource(
            name,
            provider.GetRequiredService<IOptionsMonitor<HttpSourceOptions>>().Get(name),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<ILogger<HttpSource>>()));
        return services.AddOptions<HttpSourceOptions>(name)
            .Configure(configure)
            .PostConfigure<IServiceProvider>(static (options, provider) => options.Folder = InContentRoot(provider, options.Folder))
            .ValidateOnStart();
    }

    /// <summary>Adds a source and a client of it, which is given the source by its constructor.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="name">The source's name.</param>
    /// <param name="configure">Sets its options.</param>
    public static OptionsBuilder<HttpSourceOptions> AddHttpSource<TClient>(this IServiceCollection services, string name, Action<HttpSourceOptions> configure)
        where TClient : class
    {
        var options = services.AddHttpSource(name, configure);
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<TClient>(provider, provider.GetRequiredKeyedService<HttpSource>(name)));
        return options;
    }

    private static string InContentRoot(IServiceProvider provider, string folder) =>
        string.IsNullOrWhiteSpace(folder) ? folder : Path.Combine(provider.GetService<IHostEnvironment>()?.ContentRootPath ?? "", folder);
}
