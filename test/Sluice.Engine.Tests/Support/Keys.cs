using Sluice.Assets;

namespace Sluice.Engine.Tests.Support;

internal static class Keys
{
    /// <summary>Reads <c>x</c> or <c>x[2025]</c>.</summary>
    internal static StepKey Step(string text)
    {
        var bracket = text.IndexOf('[', StringComparison.Ordinal);
        return bracket < 0
            ? new StepKey(new AssetKey(text), PartitionKey.None)
            : new StepKey(new AssetKey(text[..bracket]), new PartitionKey(text[(bracket + 1)..^1]));
    }
}
