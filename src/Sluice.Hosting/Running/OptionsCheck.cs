using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Sluice.Diagnostics;

namespace Sluice.Hosting.Running;

/// <summary>Starts the host before the first step: its options are validated, its hosted services begin, its resources are asked.</summary>
internal static class OptionsCheck
{
    /// <summary>Starts it.</summary>
    /// <exception cref="DiagnosticException">Options are not valid, or a resource cannot be used.</exception>
    internal static async Task StartAsync(IHost host)
    {
        try
        {
            await host.StartAsync();
            await ResourceChecks.RunAsync(host.Services);
        }
        catch (OptionsValidationException error)
        {
            throw new DiagnosticException(
                [.. error.Failures.Select(failure => new Diagnostic(
                    "SLUICE2312", Severity.Error, $"the options {error.OptionsType.Name} are not valid: {failure}", new SourceText("appsettings.json", ""), default,
                    "set them in appsettings.json, in the environment, or with --config key=value"))],
                error);
        }
    }
}
