using Sluice.Hosting;

namespace Sbir.Pipeline;

/// <summary>What an asset answers for again, where its answers hang on more than the rows that it reads.</summary>
internal static class ChangedKeys
{
    /// <summary>The keys of rows that came, changed or went since the asset was committed, as a query in parentheses; null where all are answered for.</summary>
    /// <param name="asset">The asset.</param>
    /// <param name="source">What it depends on, which keeps track of its changes.</param>
    /// <param name="basis">What every answer hangs on besides: another basis, other answers.</param>
    /// <param name="cancel">Ends it.</param>
    internal static async Task<string?> ReadAsync(AssetContext asset, string source, string basis, CancellationToken cancel)
    {
        var before = await asset.GetWatermarkAsync("basis", cancel);
        asset.SetWatermark("basis", basis);
        var changed = await asset.ChangedKeysSqlAsync(source, cancel);
        return before == basis ? changed : null;
    }
}
