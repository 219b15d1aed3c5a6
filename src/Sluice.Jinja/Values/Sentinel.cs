namespace Sluice.Jinja.Values;

/// <summary>What a slot holds while it has no value. Never seen by templates or hosts.</summary>
internal sealed class Sentinel
{
    /// <summary>Nothing was assigned.</summary>
    internal static readonly Sentinel Missing = new();

    /// <summary>To be looked up in the context when it is first read.</summary>
    internal static readonly Sentinel Unresolved = new();

    private Sentinel()
    {
    }
}
