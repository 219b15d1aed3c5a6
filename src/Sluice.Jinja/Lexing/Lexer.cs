using System.Globalization;
using System.Numerics;
using Sluice.Diagnostics;

namespace Sluice.Jinja.Lexing;

/// <summary>Cuts a template into tokens. Whitespace control is done here, so that the parser sees only what is printed.</summary>
/// <remarks>An error does not stop it: the offending character is reported and skipped.</remarks>
internal sealed class Lexer
{
    private readonly SourceText _source;
    private readonly string _text;
    private readonly int _end;
    private readonly JinjaOptions _options;
    private readonly Delimiters _delimiters;
    private readonly List<Token> _tokens;
    private readonly List<Diagnostic> _errors;
    private readonly Stack<char> _brackets = new();
    private int _position;
    private bool _atLineStart = true;

    private Lexer(SourceText source, JinjaOptions options, Delimiters delimiters, List<Diagnostic> errors)
    {
        _source = source;
        _text = source.Text;
        _options = options;
        _delimiters = delimiters;
        _errors = errors;
        _end = options.KeepTrailingNewline ? _text.Length : WithoutLastBreak(_text);
        _tokens = new List<Token>((_text.Length / 8) + 16);
    }

    internal static List<Token> Tokenize(
        SourceText source, JinjaOptions options, Delimiters delimiters, List<Diagnostic> errors)
    {
        var lexer = new Lexer(source, options, delimiters, errors);
        lexer.Run();
        return lexer._tokens;
    }

    /// <summary>The tokens of a text that is one expression.</summary>
    internal static List<Token> TokenizeExpression(
        SourceText source, JinjaOptions options, Delimiters delimiters, List<Diagnostic> errors)
    {
        var lexer = new Lexer(source, options with { KeepTrailingNewline = true }, delimiters, errors);
        lexer.LexTag(TokenKind.End);
        return lexer._tokens;
    }

    private static int WithoutLastBreak(string text) => text switch
    {
        [.., '\r', '\n'] => text.Length - 2,
        [.., '\n' or '\r'] => text.Length - 1,
        _ => text.Length,
    };

    private void Run()
    {
        while (_position < _end)
        {
            var opening = _delimiters.FindOpening(_text, _position, _end);
            if (opening.Kind == OpeningKind.None)
            {
                AddData(_position, _end, _end);
                break;
            }

            var dataEnd = StrippedEnd(opening);
            AddData(_position, dataEnd, opening.Start);
            _position = opening.End;
            switch (opening.Kind)
            {
                case OpeningKind.Raw:
                    LexRaw(opening);
                    break;
                case OpeningKind.Comment:
                    LexComment(opening);
                    break;
                case OpeningKind.LineComment:
                    var lineEnd = _text.AsSpan(_position, _end - _position).IndexOf('\n');
                    _position = lineEnd < 0 ? _end : _position + lineEnd;
                    _atLineStart = false;
                    break;
                case OpeningKind.Variable:
                    Add(TokenKind.VariableBegin, opening.Start, opening.End);
                    LexTag(TokenKind.VariableEnd);
                    break;
                case OpeningKind.LineStatement:
                    Add(TokenKind.BlockBegin, opening.Start, opening.End);
                    LexTag(TokenKind.BlockEnd, isLine: true);
                    break;
                default:
                    Add(TokenKind.BlockBegin, opening.Start, opening.End);
                    LexTag(TokenKind.BlockEnd);
                    break;
            }
        }

        _tokens.Add(new Token(TokenKind.End, _end, _end, null));
    }

    // The end of the text before a tag, after the whitespace that the tag or an option takes away.
    private int StrippedEnd(Opening opening)
    {
        var end = opening.Start;
        if (opening.Sign == '-')
        {
            while (end > _position && char.IsWhiteSpace(_text[end - 1]))
            {
                end--;
            }
        }
        else if (opening.Sign != '+' && _options.LstripBlocks && opening.Kind != OpeningKind.Variable)
        {
            var line = end;
            while (line > _position && _text[line - 1] is not ('\n' or '\r') && char.IsWhiteSpace(_text[line - 1]))
            {
                line--;
            }

            var startsLine = line > _position ? _text[line - 1] is '\n' or '\r' : _atLineStart;
            end = startsLine ? line : end;
        }

        return end;
    }

    private void AddData(int start, int end, int consumed)
    {
        if (consumed > start)
        {
            _atLineStart = _text[consumed - 1] == '\n';
        }

        if (end > start)
        {
            _tokens.Add(new Token(TokenKind.Data, start, end, Lines(_text.AsSpan(start, end - start))));
        }
    }

    // Only \r\n, \n and \r are line breaks: form feeds and their kin are ordinary characters.
    private string Lines(ReadOnlySpan<char> text)
    {
        var newline = _options.NewlineSequence;
        var isUnix = string.Equals(newline, "\n", StringComparison.Ordinal);
        if (isUnix ? text.IndexOf('\r') < 0 : text.IndexOfAny('\r', '\n') < 0)
        {
            return text.ToString();
        }

        var unix = text.ToString().Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        return isUnix ? unix : unix.Replace("\n", newline, StringComparison.Ordinal);
    }

    private void Add(TokenKind kind, int start, int end, object? value = null) =>
        _tokens.Add(new Token(kind, start, end, value));

    private void LexComment(Opening opening)
    {
        var at = _text.IndexOf(_options.CommentEnd, _position, _end - _position, StringComparison.Ordinal);
        if (at < 0)
        {
            if (_position < _end)
            {
                // With nothing behind it nothing is lost, and Jinja2 lets it pass.
                _errors.Add(SyntaxErrors.Unterminated(
                    _source, new SourceSpan(opening.Start, opening.End), "comment", _options.CommentEnd));
            }

            _position = _end;
            return;
        }

        var sign = at > _position ? _text[at - 1] : '\0';
        FinishTag(at + _options.CommentEnd.Length, sign, trims: _options.TrimBlocks);
    }

    private void LexRaw(Opening opening)
    {
        var start = _position;
        if (_delimiters.FindRawEnd(_text, start, _end) is not { } close)
        {
            _errors.Add(SyntaxErrors.Unterminated(
                _source, new SourceSpan(opening.Start, opening.End), "raw block",
                $"{_options.BlockStart} endraw {_options.BlockEnd}"));
            _position = _end;
            return;
        }

        _atLineStart = start > 0 && _text[start - 1] == '\n';
        var dataEnd = StrippedEnd(close with { Kind = OpeningKind.Block });
        AddData(start, dataEnd, close.Start);
        FinishTag(close.End, close.EndSign, trims: _options.TrimBlocks);
    }

    // Moves behind a closing delimiter and the whitespace that it takes away.
    private void FinishTag(int end, char sign, bool trims)
    {
        if (sign == '-')
        {
            while (end < _end && char.IsWhiteSpace(_text[end]))
            {
                end++;
            }
        }
        else if (sign != '+' && trims && end < _end)
        {
            end += _text[end] == '\n' ? 1 : _text[end] == '\r' ? end + 1 < _end && _text[end + 1] == '\n' ? 2 : 1 : 0;
        }

        _position = end;
        _atLineStart = end > 0 && _text[end - 1] is '\n' or '\r';
    }

    private void LexTag(TokenKind close, bool isLine = false)
    {
        _brackets.Clear();
        while (true)
        {
            if (_brackets.Count == 0 && TryClose(close, isLine))
            {
                return;
            }

            while (_position < _end && char.IsWhiteSpace(_text[_position])
                && !(isLine && _brackets.Count == 0 && _text[_position] == '\n'))
            {
                _position++;
            }

            if (_position >= _end)
            {
                if (isLine || close == TokenKind.End)
                {
                    Add(close, _end, _end);
                }

                if (close == TokenKind.End)
                {
                    return;
                }

                _position = _end;
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

        var delimiter = close == TokenKind.BlockEnd ? _options.BlockEnd : _options.VariableEnd;
        var sign = _position < _end && _text[_position] is '-' or '+' ? _text[_position] : '\0';
        if (sign == '+' && close == TokenKind.VariableEnd)
        {
            sign = '\0';
        }

        var at = _position + (sign == '\0' ? 0 : 1);
        if (at > _end || !_text.AsSpan(at, _end - at).StartsWith(delimiter, StringComparison.Ordinal))
        {
            return false;
        }

        Add(close, _position, at + delimiter.Length);
        FinishTag(at + delimiter.Length, sign, trims: close == TokenKind.BlockEnd && _options.TrimBlocks);
        return true;
    }

    // A line statement ends at the end of its line, and takes the empty lines behind it along.
    private bool TryCloseLine()
    {
        var end = _position;
        var lastBreak = -1;
        while (end < _end && char.IsWhiteSpace(_text[end]))
        {
            lastBreak = _text[end] == '\n' ? end : lastBreak;
            end++;
        }

        if (lastBreak < 0 && end < _end)
        {
            return false;
        }

        Add(TokenKind.BlockEnd, _position, _position);
        _position = lastBreak < 0 ? _end : lastBreak + 1;
        _atLineStart = true;
        return true;
    }

    private void LexOne()
    {
        var first = _text[_position];
        if (char.IsAsciiDigit(first))
        {
            LexNumber();
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
        while (_position < _end && IsWord(_text[_position]))
        {
            _position++;
        }

        var name = Names.Of(_text.AsSpan(start, _position - start));
        if (char.IsDigit(name[0]))
        {
            _errors.Add(SyntaxErrors.BadName(_source, new SourceSpan(start, _position), name));
        }

        Add(TokenKind.Name, start, _position, name);
    }

    private void LexString(char quote)
    {
        var start = _position;
        var i = start + 1;
        while (i < _end && _text[i] != quote)
        {
            i += _text[i] == '\\' ? 2 : 1;
        }

        if (i >= _end)
        {
            _errors.Add(SyntaxErrors.Unterminated(_source, new SourceSpan(start, start + 1), "string", quote.ToString()));
            _position = start + 1;
            return;
        }

        var literal = _text.AsSpan(start + 1, i - start - 1);
        var value = Escapes.Decode(literal.IndexOfAny('\r', '\n') < 0 ? literal : Lines(literal), out var error);
        if (error is not null)
        {
            _errors.Add(SyntaxErrors.BadEscape(_source, new SourceSpan(start, i + 1), error));
        }

        _position = i + 1;
        Add(TokenKind.Text, start, _position, value ?? "");
    }

    private void LexNumber()
    {
        var start = _position;
        var afterDot = start > 0 && _text[start - 1] == '.';
        if (!afterDot && FloatEnd(start) is var floatEnd && floatEnd > 0)
        {
            var digits = _text[start..floatEnd].Replace("_", "", StringComparison.Ordinal);
            _position = floatEnd;
            Add(TokenKind.Float, start, floatEnd, double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture));
            return;
        }

        LexInteger(start);
    }

    // The end of digits with single underscores between them; start where there are none.
    private int Digits(int start, Func<char, bool> isDigit)
    {
        var i = start;
        while (i < _end && (isDigit(_text[i]) || (i > start && _text[i] == '_' && i + 1 < _end && isDigit(_text[i + 1]))))
        {
            i++;
        }

        return i;
    }

    private int FloatEnd(int start)
    {
        var whole = Digits(start, char.IsAsciiDigit);
        var i = whole;
        if (i < _end && _text[i] == '.')
        {
            var fraction = Digits(i + 1, char.IsAsciiDigit);
            i = fraction > i + 1 ? fraction : whole;
        }

        var hasFraction = i > whole;
        if (i < _end && _text[i] is 'e' or 'E')
        {
            var sign = i + 1 < _end && _text[i + 1] is '+' or '-' ? 1 : 0;
            var exponent = Digits(i + 1 + sign, char.IsAsciiDigit);
            if (exponent > i + 1 + sign)
            {
                return exponent;
            }
        }

        return hasFraction ? i : 0;
    }

    private void LexInteger(int start)
    {
        var radix = start + 1 < _end && _text[start] == '0'
            ? char.ToLowerInvariant(_text[start + 1]) switch { 'b' => 2, 'o' => 8, 'x' => 16, _ => 10 }
            : 10;
        if (radix != 10)
        {
            // An underscore may follow the letter.
            var from = start + 2 + (start + 2 < _end && _text[start + 2] == '_' ? 1 : 0);
            var end = Digits(from, radix == 2 ? c => c is '0' or '1' : radix == 8 ? c => c is >= '0' and <= '7' : char.IsAsciiHexDigit);
            if (end > from)
            {
                Finish(end, Parse(_text[from..end].Replace("_", "", StringComparison.Ordinal), radix));
                return;
            }
        }

        var last = Digits(start, _text[start] == '0' ? c => c == '0' : char.IsAsciiDigit);
        Finish(last, Parse(_text[start..last].Replace("_", "", StringComparison.Ordinal), 10));

        void Finish(int end, object value)
        {
            _position = end;
            Add(TokenKind.Integer, start, end, value);
        }
    }

    private static object Parse(string digits, int radix)
    {
        if (radix == 10)
        {
            return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var small)
                ? Values.Box.Of(small)
                : BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        }

        var value = BigInteger.Zero;
        foreach (var digit in digits)
        {
            value = (value * radix) + Convert.ToInt32(digit.ToString(), 16);
        }

        return Values.Box.Of(value);
    }

    private void LexOperator(char first)
    {
        var next = _position + 1 < _end ? _text[_position + 1] : '\0';
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
            _errors.Add(SyntaxErrors.UnexpectedCharacter(_source, span, first));
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
                _errors.Add(SyntaxErrors.UnexpectedBracket(_source, span, bracket, expected: null));
                return false;
            case ')' or ']' or '}':
                var expected = _brackets.Peek();
                if (expected != bracket)
                {
                    _errors.Add(SyntaxErrors.UnexpectedBracket(_source, span, bracket, expected));
                    return false;
                }

                _brackets.Pop();
                return true;
            default:
                return true;
        }
    }
}
