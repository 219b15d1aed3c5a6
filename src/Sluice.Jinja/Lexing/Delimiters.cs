using System.Buffers;
using System.Runtime.InteropServices;

namespace Sluice.Jinja.Lexing;

internal enum OpeningKind
{
    None,
    Raw,
    Block,
    Variable,
    Comment,
    LineStatement,
    LineComment,
}

/// <summary>Where a tag begins: its delimiter, and the sign that controls the whitespace before it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Opening(OpeningKind Kind, int Start, int End, char Sign)
{
    /// <summary>For the end of a raw block: the sign that controls the whitespace behind it.</summary>
    internal char EndSign { get; init; }
}

/// <summary>The delimiters of a dialect, ready to be searched for. Made once per environment.</summary>
internal sealed class Delimiters
{
    private readonly JinjaOptions _options;
    private readonly SearchValues<char> _firsts;
    private readonly (string Text, OpeningKind Kind)[] _openings;
    private readonly bool _hasLines;

    internal Delimiters(JinjaOptions options)
    {
        _options = options;
        _openings =
        [
            .. new[]
            {
                (options.CommentStart, OpeningKind.Comment), (options.BlockStart, OpeningKind.Block),
                (options.VariableStart, OpeningKind.Variable),
            }.OrderByDescending(opening => opening.Item1.Length),
        ];
        _firsts = SearchValues.Create([.. _openings.Select(opening => opening.Text[0]).Distinct()]);
        _hasLines = options.LineStatementPrefix is not null || options.LineCommentPrefix is not null;
    }

    /// <summary>The first tag at or behind a place.</summary>
    internal Opening FindOpening(string text, int start, int end)
    {
        if (_hasLines)
        {
            return FindWithLines(text, start, end);
        }

        var position = start;
        while (position < end)
        {
            var found = text.AsSpan(position, end - position).IndexOfAny(_firsts);
            if (found < 0)
            {
                break;
            }

            position += found;
            if (OpeningAt(text, position, end) is { Kind: not OpeningKind.None } opening)
            {
                return opening;
            }

            position++;
        }

        return default;
    }

    /// <summary>The <c>{% endraw %}</c> that closes a raw block whose text begins at a place.</summary>
    internal Opening? FindRawEnd(string text, int start, int end)
    {
        var position = start;
        while (position < end)
        {
            var found = text.IndexOf(_options.BlockStart, position, end - position, StringComparison.Ordinal);
            if (found < 0)
            {
                return null;
            }

            var inside = found + _options.BlockStart.Length;
            var sign = inside < end && text[inside] is '-' or '+' ? text[inside++] : '\0';
            if (TagNamed(text, inside, end, "endraw", allowPlus: true) is var (close, endSign))
            {
                return new Opening(OpeningKind.Block, found, close, sign) { EndSign = endSign };
            }

            position = found + 1;
        }

        return null;
    }

    private Opening FindWithLines(string text, int start, int end)
    {
        for (var position = start; position < end; position++)
        {
            if (LineAt(text, position, end) is { Kind: not OpeningKind.None } line)
            {
                return line;
            }

            if (OpeningAt(text, position, end) is { Kind: not OpeningKind.None } opening)
            {
                return opening;
            }
        }

        return default;
    }

    private Opening LineAt(string text, int position, int end)
    {
        var atStart = position == 0 || text[position - 1] == '\n';
        var content = position;
        while (content < end && text[content] is not ('\n' or '\r') && char.IsWhiteSpace(text[content]))
        {
            content++;
        }

        var rest = text.AsSpan(content, end - content);
        var isStatement = atStart && _options.LineStatementPrefix is { } statement
            && rest.StartsWith(statement, StringComparison.Ordinal);
        var isComment = (atStart || !char.IsWhiteSpace(text[position - 1])) && _options.LineCommentPrefix is { } comment
            && rest.StartsWith(comment, StringComparison.Ordinal);
        if (isComment && (!isStatement || _options.LineCommentPrefix!.Length >= _options.LineStatementPrefix!.Length))
        {
            return new Opening(OpeningKind.LineComment, position, content + _options.LineCommentPrefix!.Length, '\0');
        }

        if (!isStatement)
        {
            return default;
        }

        var behind = content + _options.LineStatementPrefix!.Length;
        var sign = behind < end && text[behind] is '-' or '+' ? text[behind++] : '\0';
        return new Opening(OpeningKind.LineStatement, position, behind, sign);
    }

    private Opening OpeningAt(string text, int position, int end)
    {
        var rest = text.AsSpan(position, end - position);
        foreach (var (delimiter, kind) in _openings)
        {
            if (!rest.StartsWith(delimiter, StringComparison.Ordinal))
            {
                continue;
            }

            var inside = position + delimiter.Length;
            var sign = inside < end && text[inside] is '-' or '+' ? text[inside++] : '\0';
            if (kind == OpeningKind.Block && TagNamed(text, inside, end, "raw", allowPlus: false) is var (close, endSign))
            {
                // The whitespace behind `{% raw -%}` goes with the tag.
                while (endSign == '-' && close < end && char.IsWhiteSpace(text[close]))
                {
                    close++;
                }

                return new Opening(OpeningKind.Raw, position, close, sign);
            }

            return new Opening(kind, position, inside, sign);
        }

        return default;
    }

    // Whether a tag that holds only this name is closed here; the place behind it and the sign before its end.
    private (int End, char Sign)? TagNamed(string text, int position, int end, string name, bool allowPlus)
    {
        while (position < end && char.IsWhiteSpace(text[position]))
        {
            position++;
        }

        if (!text.AsSpan(position, end - position).StartsWith(name, StringComparison.Ordinal))
        {
            return null;
        }

        position += name.Length;
        while (position < end && char.IsWhiteSpace(text[position]))
        {
            position++;
        }

        var sign = position < end && (text[position] == '-' || (allowPlus && text[position] == '+'))
            ? text[position++] : '\0';
        return text.AsSpan(position, end - position).StartsWith(_options.BlockEnd, StringComparison.Ordinal)
            ? (position + _options.BlockEnd.Length, sign)
            : null;
    }
}
