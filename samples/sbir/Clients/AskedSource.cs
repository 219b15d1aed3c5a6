using Microsoft.Extensions.Logging;
using Sluice.Hosting;

namespace Sbir.Clients;

/// <summary>Carries a lookup out as an asset does: answers are kept in a ledger beside the project, what degrades is a warning, and the counts are metadata.</summary>
/// <param name="source">The source's name.</param>
/// <param name="settings">How it is asked.</param>
/// <param name="folder">The project's folder.</param>
internal sealed class AskedSource(string source, SourceSettings settings, string folder)
{
    internal bool IsEnabled => settings.IsEnabled;

    /// <summary>The version of an asset that asks it: what the service says changes while nothing here does, so a new day is a reason to look again. Null where it is not asked.</summary>
    internal string? Version(TimeProvider time) => IsEnabled ? $"asked on {time.GetUtcNow():yyyy-MM-dd}" : null;

    /// <summary>The answers to all questions that have one; none where there is no key.</summary>
    internal async Task<IReadOnlyList<LookupAnswer<T>>> AskAsync<T>(
        AssetContext asset, IEnumerable<SourceQuestion> questions, TimeProvider time, Func<SourceQuestion, CancellationToken, Task<Sluice.Hosting.Http.HttpAnswer<T>>> ask,
        CancellationToken cancel)
    {
        if (!IsEnabled)
        {
            asset.Metadata("asked", "no, there is no key");
            return [];
        }

        using var ledger = FreshnessLedger.Open(Path.Combine(folder, ".sluice", $"{source}.jsonl"));
        var report = await new SourceLookup<T>(source, ledger, TimeSpan.FromDays(settings.FreshDays), time, ask).RunAsync(questions, cancel);
        foreach (var warning in report.Warnings)
        {
            asset.Logger.LogWarning("{Warning}", warning);
        }

        foreach (var state in Enum.GetValues<LookupState>())
        {
            asset.Metadata($"answers {state.ToString().ToLowerInvariant()}", report.Count(state));
        }

        return [.. report.Answers.Where(answer => answer.State != LookupState.Missing)];
    }
}
