namespace Sluice.Jinja;

/// <summary>What a single render may be asked for.</summary>
public sealed record RenderOptions
{
    /// <summary>Stops the render within a few hundred iterations of a loop.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Filled with where the text came from; null: not asked for.</summary>
    public SourceMap? Map { get; init; }
}
