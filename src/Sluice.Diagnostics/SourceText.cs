namespace Sluice.Diagnostics;

/// <summary>A user's file as text, and where its lines begin. Immutable and safe to share between threads.</summary>
/// <param name="path">How messages name the file: relative to the project, with forward slashes.</param>
/// <param name="text">The whole content.</param>
public sealed class SourceText(string path, string text)
{
    private int[]? _lineStarts;

    /// <summary>How messages name the file.</summary>
    public string Path { get; } = path;

    /// <summary>The whole content.</summary>
    public string Text { get; } = text;

    /// <summary>The one-based line and column of an offset, and the line's text without its line break.</summary>
    /// <remarks>An offset outside the text is moved to its nearest end. Columns count UTF-16 units.</remarks>
    public (int Line, int Column, string LineText) Locate(int offset)
    {
        offset = Math.Clamp(offset, 0, Text.Length);
        var starts = _lineStarts ??= FindLineStarts(Text);
        var index = Array.BinarySearch(starts, offset);
        var line = index >= 0 ? index : ~index - 1;
        var start = starts[line];
        var end = line + 1 < starts.Length ? starts[line + 1] : Text.Length;
        return (line + 1, offset - start + 1, Text[start..end].TrimEnd('\r', '\n'));
    }

    /// <summary>The offset of a one-based line and column, moved into the text where it lies outside.</summary>
    public int OffsetOf(int line, int column)
    {
        var starts = _lineStarts ??= FindLineStarts(Text);
        return line > starts.Length ? Text.Length : Math.Clamp(starts[Math.Max(line, 1) - 1] + column - 1, 0, Text.Length);
    }

    /// <summary>The text that a span covers, moved into the text where it lies outside.</summary>
    public string Slice(SourceSpan span)
    {
        var start = Math.Clamp(span.Start, 0, Text.Length);
        return Text[start..Math.Clamp(span.End, start, Text.Length)];
    }

    /// <inheritdoc/>
    public override string ToString() => Path;

    private static int[] FindLineStarts(string text)
    {
        var starts = new List<int> { 0 };
        for (var i = 0; i < text.Length; i++)
        {
            // A carriage return on its own ends a line too, as it does in editors and in Jinja2.
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
            {
                starts.Add(i + 1);
            }
        }

        return [.. starts];
    }
}
