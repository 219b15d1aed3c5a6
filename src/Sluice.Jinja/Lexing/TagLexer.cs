using System.Globalization;
using Sluice.Diagnostics;

namespace Sluice.Jinja.Lexing;

/// <summary>Cuts the inside of a tag or an output into tokens, up to its closing delimiter outside of any bracket.</summary>
/// <remarks>An error does not stop it: the offending character is reported and skipped.</remarks>
internal sealed class TagLexer(
    SourceText source, JinjaOptions options, LineBreaks breaks, int limit, List<Token> tokens, List<Diagnostic> errors)
{
    private readonly string _text = source.Text;
    private readonly NumberReader _numbers = new(source.Text, limit);
    private readonly Stack<char> _brackets = new();
    private int _position;

    /// <summary>Lexes from a place behind the opening delimiter, and gives the place where the text goes on.</summary>
    /// <param name="start">Where to begin.</param>
    /// <param name="close">What ends it; <see cref="TokenKind.End"/> where all is one expression.</param>
    /// <param name="isLine">Whether the end of the line ends it.</param>
    internal int Lex(int start, TokenKind close, bool isLine = false)
    {
        _position = start;
        LexAll(close, isLine);
        return _position;
    }

    private void LexAll(TokenKind close, bool isLine)
    {
        _brackets.Clear();
        while (true)
        {
            if (_brackets.Count == 0 && TryClose(close, isLine))
            {
                return;
            }

            while (_position < limit && char.IsWhiteSpace(_text[_position])
                && !(isLine && _brackets.Count == 0 && _text[_position] == '\n'))
            {
                _position++;
            }

            if (_position >= limit)
            {
                if (isLine || close == TokenKind.End)
                {
                    Add(close, limit, limit);
                }

                _position = limit;
                return;
            }

            if (_brackets.Count == 0 && TryClose(close, isLine))
            {
                return;
            }

            LexOne();
        }
    }

    private bool TryClose(TokenKind close, bool isLine)
    {
        if (isLine)
        {
            return TryCloseLine();
        }

        if (close == TokenKind.End)
        {
            return false;
        }

        var delimiter = close == TokenKind.BlockEnd ? options.BlockEnd : options.VariableEnd;
        var sign = _position < limit && _text[_position] is '-' or '+' ? _text[_position] : '\0';
        if (sign == '+' && close == TokenKind.VariableEnd)
        {
            sign = '\0';
        }

        var at = _position + (sign == '\0' ? 0 : 1);
        if (at > limit || !_text.AsSpan(at, limit - at).StartsWith(delimiter, StringComparison.Ordinal))
        {
            return false;
        }

        Add(close, _position, at + delimiter.Length);
        var trims = close == TokenKind.BlockEnd && options.TrimBlocks;
        _position = Whitespace.Behind(_text, at + delimiter.Length, limit, sign, trims);
        return true;
    }

    // A line statement ends at the end of its line, and takes the empty lines behind it along.
    private bool TryCloseLine()
    {
        var end = _position;
        var lastBreak = -1;
        while (end < limit && char.IsWhiteSpace(_text[end]))
        {
            lastBreak = _text[end] == '\n' ? end : lastBreak;
            end++;
        }

        if (lastBreak < 0 && end < limit)
        {
            return false;
        }

        Add(TokenKind.BlockEnd, _position, _position);
        _position = lastBreak < 0 ? limit : lastBreak + 1;
        return true;
    }

    private void LexOne()
    {
        var first = _text[_position];
        if (char.IsAsciiDigit(first))
        {
            var number = _numbers.Read(_position);
            _position = number.End;
            tokens.Add(number);
        }
        else if (IsWord(first))
        {
            LexName();
        }
        else if (first is '\'' or '"')
        {
            LexString(first);
        }
        else
        {
            LexOperator(first);
        }
    }

    private static bool IsWord(char character) =>
        char.IsAsciiLetterOrDigit(character) || character == '_'
        || (character > '\x7f' && (char.IsLetterOrDigit(character) || char.IsSurrogate(character)
            || char.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.ConnectorPunctuation or UnicodeCategory.LetterNumber));

    private void LexName()
    {
        var start = _position;
        while (_position < limit && IsWord(_text[_position]))
        {
            _position++;
        }

        var name = Names.Of(_text.AsSpan(start, _position - start));
        if (char.IsDigit(name[0]))
        {
            errors.Add(SyntaxErrors.BadName(source, new SourceSpan(start, _position), name));
        }

        Add(TokenKind.Name, start, _position, name);
    }

    private void LexString(char quote)
    {
        var start = _position;
        var i = start + 1;
        while (i < limit && _text[i] != quote)
        {
            i += _text[i] == '\\' ? 2 : 1;
        }

        if (i >= limit)
        {
            errors.Add(SyntaxErrors.Unterminated(source, new SourceSpan(start, start + 1), "string", quote.ToString()));
            _position = start + 1;
            return;
        }

        var literal = _text.AsSpan(start + 1, i - start - 1);
        var value = Escapes.Decode(literal.IndexOfAny('\r', '\n') < 0 ? literal : breaks.Normalize(literal), out var error);
        if (error is not null)
        {
            errors.Add(SyntaxErrors.BadEscape(source, new SourceSpan(start, i + 1), error));
        }

        _position = i + 1;
        Add(TokenKind.Text, start, _position, value ?? "");
    }

    private void LexOperator(char first)
    {
        var next = _position + 1 < limit ? _text[_position + 1] : '\0';
        var (kind, length) = (first, next) switch
        {
            ('*', '*') => (TokenKind.Power, 2),
            ('/', '/') => (TokenKind.FloorSlash, 2),
            ('=', '=') => (TokenKind.Equal, 2),
            ('!', '=') => (TokenKind.NotEqual, 2),
            ('>', '=') => (TokenKind.GreaterOrEqual, 2),
            ('<', '=') => (TokenKind.LessOrEqual, 2),
            ('+', _) => (TokenKind.Plus, 1),
            ('-', _) => (TokenKind.Minus, 1),
            ('*', _) => (TokenKind.Star, 1),
            ('/', _) => (TokenKind.Slash, 1),
            ('%', _) => (TokenKind.Percent, 1),
            ('~', _) => (TokenKind.Tilde, 1),
            ('[', _) => (TokenKind.LeftBracket, 1),
            (']', _) => (TokenKind.RightBracket, 1),
            ('(', _) => (TokenKind.LeftParen, 1),
            (')', _) => (TokenKind.RightParen, 1),
            ('{', _) => (TokenKind.LeftBrace, 1),
            ('}', _) => (TokenKind.RightBrace, 1),
            ('>', _) => (TokenKind.Greater, 1),
            ('<', _) => (TokenKind.Less, 1),
            ('=', _) => (TokenKind.Assign, 1),
            ('.', _) => (TokenKind.Dot, 1),
            (':', _) => (TokenKind.Colon, 1),
            ('|', _) => (TokenKind.Pipe, 1),
            (',', _) => (TokenKind.Comma, 1),
            (';', _) => (TokenKind.Semicolon, 1),
            _ => (TokenKind.End, 1),
        };
        var span = new SourceSpan(_position, _position + length);
        _position += length;
        if (kind == TokenKind.End)
        {
            errors.Add(SyntaxErrors.UnexpectedCharacter(source, span, first));
            return;
        }

        if (Balance(first, span))
        {
            Add(kind, span.Start, span.End);
        }
    }

    private bool Balance(char bracket, SourceSpan span)
    {
        switch (bracket)
        {
            case '(' or '[' or '{':
                _brackets.Push(bracket == '(' ? ')' : bracket == '[' ? ']' : '}');
                return true;
            case ')' or ']' or '}' when _brackets.Count == 0:
                errors.Add(SyntaxErrors.UnexpectedBracket(source, span, bracket, expected: null));
                return false;
            case ')' or ']' or '}':
                var expected = _brackets.Peek();
                if (expected != bracket)
                {
                    errors.Add(SyntaxErrors.UnexpectedBracket(source, span, bracket, expected));
                    return false;
                }

                _brackets.Pop();
                return true;
            default:
                return true;
        }
    }

    private void Add(TokenKind kind, int start, int end, object? value = null) =>
        tokens.Add(new Token(kind, start, end, value));
}
