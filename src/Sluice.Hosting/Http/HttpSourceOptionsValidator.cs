using Microsoft.Extensions.Options;

namespace Sluice.Hosting.Http;

/// <summary>Lists everything that is wrong with a source's options, each with the setting's name and value.</summary>
internal sealed class HttpSourceOptionsValidator : IValidateOptions<HttpSourceOptions>
{
    public ValidateOptionsResult Validate(string? name, HttpSourceOptions options)
    {
        var problems = Checks(options).Where(check => check.IsWrong).Select(check => $"HTTP source '{name}': {check.Problem}").ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<(bool IsWrong, string Problem)> Checks(HttpSourceOptions options) =>
    [
        (!IsHttp(options.BaseAddress), $"BaseAddress is '{options.BaseAddress}'; an absolute http or https address is needed"),
        .. options.Limits.Select(limit => (
            limit.Requests < 1 || limit.Window <= TimeSpan.Zero || limit.Window > TimeSpan.FromDays(31),
            $"Limits has '{limit}'; at least one request in more than zero and at most 31 days is needed")),
        (options.MaxWait < TimeSpan.Zero, $"MaxWait is {options.MaxWait}; it cannot be negative"),
        (options.MaxAttempts is < 1 or > 10, $"MaxAttempts is {options.MaxAttempts}; it must be 1 to 10"),
        (options.FirstDelay <= TimeSpan.Zero, $"FirstDelay is {options.FirstDelay}; it must be more than zero"),
        (options.MaxDelay < options.FirstDelay, $"MaxDelay is {options.MaxDelay}; it cannot be shorter than FirstDelay, {options.FirstDelay}"),
        (options.MaxRetryAfter < TimeSpan.Zero, $"MaxRetryAfter is {options.MaxRetryAfter}; it cannot be negative"),
        (options.Timeout <= TimeSpan.Zero, $"Timeout is {options.Timeout}; it must be more than zero"),
        (!(options.BreakAtFailureRatio is > 0 and <= 1), $"BreakAtFailureRatio is {options.BreakAtFailureRatio}; it is a ratio above 0 and up to 1"),
        (options.BreakAfter < 2, $"BreakAfter is {options.BreakAfter}; it must be 2 or more"),
        (options.BreakDuration < TimeSpan.FromSeconds(1) || options.BreakDuration > TimeSpan.FromDays(1), $"BreakDuration is {options.BreakDuration}; it must be 1 second to a day"),
        (options.CacheLifetime < TimeSpan.Zero, $"CacheLifetime is {options.CacheLifetime}; it cannot be negative"),
        (string.IsNullOrWhiteSpace(options.Folder), "Folder is empty; a path is needed"),
        (options.MaxAnswerBytes < 1, $"MaxAnswerBytes is {options.MaxAnswerBytes}; it must be more than zero"),
    ];

    private static bool IsHttp(Uri? address) =>
        address is { IsAbsoluteUri: true } && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);
}
