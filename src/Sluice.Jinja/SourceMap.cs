using System.Collections.Immutable;
using Sluice.Diagnostics;

namespace Sluice.Jinja;

/// <summary>Where a piece of rendered text comes from.</summary>
/// <param name="Source">The template that was rendered.</param>
/// <param name="Span">The text or the output in it.</param>
/// <param name="Frames">Where a macro made the text: the places inside of the macros, the innermost first.</param>
public sealed record SourceMapEntry(SourceText Source, SourceSpan Span, ImmutableArray<DiagnosticFrame> Frames);

/// <summary>Filled by a render: says for an offset of the rendered text which piece of the template it comes from.</summary>
public sealed class SourceMap
{
    private readonly long _origin;
    private readonly List<Segment> _segments = [];

    private string _where = "";

    /// <summary>Creates an empty map.</summary>
    public SourceMap()
    {
    }

    /// <summary>Creates a map of what is written behind a position, which is its offset 0.</summary>
    internal SourceMap(long origin) => _origin = origin;

    /// <summary>The number of pieces.</summary>
    public int Count => _segments.Count;

    /// <summary>The piece of the template that printed the character at an offset of the rendered text; null where none did.</summary>
    public SourceMapEntry? Find(int offset)
    {
        if (At(offset) is not { } top)
        {
            return null;
        }

        var frames = ImmutableArray.CreateBuilder<DiagnosticFrame>();
        var (segment, local) = (top, offset - (int)top.Start);
        while (segment.Inner is { } map && map.At(local) is { } inner)
        {
            frames.Insert(0, new DiagnosticFrame(map._where, inner.Source, inner.PlaceOf(local)));
            (segment, local) = (inner, local - (int)inner.Start);
        }

        return new SourceMapEntry(top.Source, top.PlaceOf(offset), frames.ToImmutable());
    }

    internal void Add(long start, long end, SourceText source, SourceSpan span, bool isText, SourceMap? inner = null)
    {
        if (end > start)
        {
            _segments.Add(new Segment(start - _origin, end - _origin, source, span, isText, inner));
        }
    }

    internal SourceMap Within(string where)
    {
        _where = where;
        return this;
    }

    private Segment? At(int offset)
    {
        var (low, high) = (0, _segments.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var segment = _segments[middle];
            if (offset >= segment.Start && offset < segment.End)
            {
                return segment;
            }

            (low, high) = offset < segment.Start ? (low, middle - 1) : (middle + 1, high);
        }

        return null;
    }

    private sealed record Segment(
        long Start, long End, SourceText Source, SourceSpan Span, bool IsText, SourceMap? Inner)
    {
        // Text stands in the template as it was printed, so that its characters correspond one to one.
        internal SourceSpan PlaceOf(int offset) =>
            IsText && Span.Length == End - Start
                ? new SourceSpan(Span.Start + (int)(offset - Start), Span.End)
                : Span;
    }
}
