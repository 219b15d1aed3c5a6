using Sluice.Diagnostics;
using Sluice.Jinja.Running;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Syntax;

/// <summary>Where a value is printed: the text in front of it, whether it is escaped, and what failures and the source map name.</summary>
/// <param name="text">The text of the template in front of the value; null where there is none.</param>
/// <param name="textSpan">The place of the text.</param>
/// <param name="span">The place of the value.</param>
/// <param name="escapes">Whether values are escaped; null where only the render knows.</param>
internal sealed class OutputSite(string? text, SourceSpan textSpan, SourceSpan span, bool? escapes)
{
    /// <summary>The same place behind its text.</summary>
    internal OutputSite WithoutText() => text is null ? this : new(null, default, span, escapes);

    /// <summary>Whether values are printed as they are.</summary>
    internal bool IsPlain(Frame frame) => !(escapes ?? frame.Escapes);

    /// <summary>Whether the text of a macro is printed as it is: what it returns is safe where the render escapes.</summary>
    internal bool TrustsMacros(Frame frame) => escapes is not true || frame.Escapes;

    internal void Begin(Frame frame, Output output)
    {
        if (text is not null)
        {
            WriteText(frame, output, text, textSpan);
        }
    }

    internal Flow Print(Frame frame, Output output, object? value)
    {
        if (output.Map is null
            && (value is string printed ? IsPlain(frame) && output.TryWrite(printed) : value is long number && output.TryWrite(number)))
        {
            return Flow.Next;
        }

        return PrintAny(frame, output, value);
    }

    /// <summary>Records what was printed since <paramref name="start"/>.</summary>
    internal void AddToMap(Frame frame, Output output, long start, SourceMap? inner = null) =>
        output.Map?.Add(start, output.Position, frame.Source, span, isText: false, inner);

    internal static void WriteText(Frame frame, Output output, string text, SourceSpan span)
    {
        if (output.Map is not null || !output.TryWrite(text))
        {
            WriteMapped(frame, output, text, span);
        }
    }

    private static void WriteMapped(Frame frame, Output output, string text, SourceSpan span)
    {
        try
        {
            output.Write(text);
        }
        catch (TemplateError error)
        {
            throw frame.Fail(error, span);
        }

        output.Map?.Add(output.Position - text.Length, output.Position, frame.Source, span, isText: true);
    }

    private Flow PrintAny(Frame frame, Output output, object? value)
    {
        if (frame.Ends(value))
        {
            return Flow.Return;
        }

        var start = output.Position;
        try
        {
            if (value is long number)
            {
                output.Write(number);
            }
            else
            {
                output.Write(IsPlain(frame) ? Text.Of(value) : Safe.Text(value));
            }
        }
        catch (Exception error) when (Failures.NeedsPlace(error))
        {
            throw frame.Fail(error, span);
        }

        if (output.Map is not null)
        {
            AddToMap(frame, output, start, MapOf(frame, value));
        }

        return Flow.Next;
    }

    private static SourceMap? MapOf(Frame frame, object? value) =>
        frame.State.LastMacro is { } last && ReferenceEquals(last.Text, value as string ?? (value as Markup)?.Text) ? last.Map : null;
}
