namespace Sluice.Diagnostics;

/// <summary>A piece of a text: UTF-16 offsets, zero-based, <see cref="End"/> excluded.</summary>
/// <param name="Start">The first character's offset.</param>
/// <param name="End">The offset behind the last character; equal to <see cref="Start"/> where the span is a point.</param>
public readonly record struct SourceSpan(int Start, int End)
{
    /// <summary>Characters covered.</summary>
    public int Length => End - Start;

    /// <summary>The span from the start of this one to the end of <paramref name="last"/>.</summary>
    public SourceSpan To(SourceSpan last) => new(Start, last.End);
}
