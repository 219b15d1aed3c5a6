namespace Sluice.Benchmarks;

/// <summary>One line of the table: what was measured, what came out, and the limit that it must keep.</summary>
/// <param name="Name">Such as <c>read 10M BIGINT: GetInt64 / bare loop</c>.</param>
/// <param name="Value">The ratio, or the figure in <paramref name="Unit"/>.</param>
/// <param name="Unit"><c>x</c> for a ratio, else <c>s</c>, <c>ms</c>, <c>MB</c> or a count's noun.</param>
/// <param name="Limit">The value that must not be crossed; null where the figure is only shown.</param>
/// <param name="AtLeast">True where the limit is a minimum (a speed-up), false where it is a maximum.</param>
/// <param name="Note">What was run, in a few words: sizes, and both absolute times.</param>
internal sealed record Figure(
    string Name, double Value, string Unit, double? Limit = null, bool AtLeast = false, string Note = "")
{
    internal bool Holds => Limit is not { } limit || (AtLeast ? Value >= limit : Value <= limit);
}

/// <summary>A group of figures about one part of the product.</summary>
internal interface ISuite
{
    /// <summary>The word that selects it on the command line.</summary>
    string Name { get; }

    /// <summary>Measures; yields each figure as soon as it is known.</summary>
    IAsyncEnumerable<Figure> RunAsync(CancellationToken cancellationToken);
}
