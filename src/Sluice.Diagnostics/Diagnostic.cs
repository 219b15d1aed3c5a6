using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Sluice.Diagnostics;

/// <summary>Whether a problem stops the work.</summary>
public enum Severity
{
    /// <summary>Shown; the work goes on.</summary>
    Warning,

    /// <summary>The work does not begin, or ends.</summary>
    Error,
}

/// <summary>One problem in a user's project: what is wrong, where, and what to do about it.</summary>
/// <param name="Code">Stable and searchable, such as <c>SLUICE2003</c>. Never reused; listed in docs/errors.md.</param>
/// <param name="Severity">Whether it stops the work.</param>
/// <param name="Message">One sentence, lower case, no full stop, the offending value in backticks.</param>
/// <param name="Source">The user's file.</param>
/// <param name="Span">The offending piece of it.</param>
/// <param name="Hint">What the user can do next, where we know it.</param>
public sealed record Diagnostic(
    string Code, Severity Severity, string Message, SourceText Source, SourceSpan Span, string? Hint = null)
{
    /// <summary>How the work came to this place: the innermost call first. Empty where the place says it all.</summary>
    public ImmutableArray<DiagnosticFrame> Chain { get; init; } = [];

    /// <summary>The compiler-style text shown by the CLI, the server and the tests. Lines end in <c>\n</c>.</summary>
    public override string ToString()
    {
        var (line, column, whole) = Source.Locate(Span.Start);
        var (start, lineText) = Window(whole, column);
        var margin = line.ToString(CultureInfo.InvariantCulture);
        var width = Math.Clamp(Span.Length, 1, Math.Max(1, lineText.Length - (column - start) + 1));
        // Tabs before the caret stay tabs, so that the caret stands under its character at any tab width.
        var indent = string.Concat(lineText.Take(column - start - 1).Select(character => character == '\t' ? '\t' : ' '));
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"{Source.Path}:{line}:{column}: ")
            .Append(Severity == Severity.Error ? "error " : "warning ").Append(Code).Append(": ").Append(Message)
            .Append("\n  ").Append(margin).Append(" | ").Append(lineText)
            .Append('\n').Append(' ', margin.Length + 2).Append(" | ").Append(indent).Append('^', width);
        for (var first = 0; first < Chain.Length;)
        {
            var frame = Chain[first].ToString();
            var next = first + 1;
            while (next < Chain.Length && Chain[next].ToString() == frame)
            {
                next++;
            }

            text.Append("\n  ").Append(frame);
            if (next - first > 1)
            {
                text.Append(CultureInfo.InvariantCulture, $", {next - first} times");
            }

            first = next;
        }

        return Hint is null ? text.ToString() : text.Append("\n  hint: ").Append(Hint).ToString();
    }

    // A line of a generated model may be pages long: what is shown is the piece around the place.
    private static (int Start, string Text) Window(string line, int column)
    {
        const int Longest = 200;
        const int Before = 60;
        if (line.Length <= Longest)
        {
            return (0, line);
        }

        var start = Math.Clamp(column - 1 - Before, 0, line.Length - Longest);
        var text = line.Substring(start, Longest);
        return (start, $"{(start > 0 ? $"…{text[1..]}" : text)}{(start + Longest < line.Length ? "…" : "")}");
    }
}

/// <summary>One step of the way to a problem, such as <c>in macro `cents` (macros/money.sql:3:5)</c>.</summary>
/// <param name="What">What was being done, such as <c>in macro `cents`</c> or <c>included from</c>.</param>
/// <param name="Source">The file it was done in.</param>
/// <param name="Span">The place in it.</param>
public sealed record DiagnosticFrame(string What, SourceText Source, SourceSpan Span)
{
    /// <inheritdoc/>
    public override string ToString()
    {
        var (line, column, _) = Source.Locate(Span.Start);
        return string.Create(CultureInfo.InvariantCulture, $"{What} ({Source.Path}:{line}:{column})");
    }
}
