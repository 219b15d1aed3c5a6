using Sluice.Hosting;

namespace Sbir.Pipeline;

/// <summary>Which awards an asset answers for again.</summary>
internal static class ChangedAwards
{
    /// <summary>The asset that keeps track of them.</summary>
    internal const string Source = "validated_sbir_awards_verdicts";

    /// <summary>The keys of awards whose record came, changed or went since the asset was committed, as a query in parentheses; null where all are answered for.</summary>
    /// <param name="asset">The asset, which depends on <see cref="Source"/>.</param>
    /// <param name="basis">What every answer hangs on besides its award: another basis, other answers.</param>
    /// <param name="cancel">Ends it.</param>
    internal static async Task<string?> ReadAsync(AssetContext asset, string basis, CancellationToken cancel)
    {
        return await ChangedKeys.ReadAsync(asset, Source, basis, cancel) is { } changed ? $"(select distinct award_key from {changed})" : null;
    }
}
