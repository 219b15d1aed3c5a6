using Sluice.Diagnostics;

namespace Sluice.Jinja.Lexing;

/// <summary>Cuts a template into tokens. Whitespace control is done here, so that the parser sees only what is printed.</summary>
/// <remarks>An error does not stop it: the offending character is reported and skipped.</remarks>
internal sealed class Lexer
{
    // More than a template of 16,000 characters has; the list of a longer one is not kept.
    private const int MostKept = 4096;

    // The tokens of one template are collected at a time; the list serves the thread's next.
    [ThreadStatic]
    private static List<Token>? _kept;

    private readonly SourceText _source;
    private readonly string _text;
    private readonly int _end;
    private readonly JinjaOptions _options;
    private readonly Delimiters _delimiters;
    private readonly LineBreaks _breaks;
    private readonly TagLexer _tags;
    private readonly List<Token> _tokens;
    private readonly List<Diagnostic> _errors;
    private int _position;
    private bool _atLineStart = true;

    private Lexer(SourceText source, JinjaOptions options, Delimiters delimiters, List<Diagnostic> errors)
    {
        _source = source;
        _text = source.Text;
        _options = options;
        _delimiters = delimiters;
        _errors = errors;
        _end = options.KeepTrailingNewline ? _text.Length : LineBreaks.LengthWithoutLast(_text);
        _breaks = new LineBreaks(options.NewlineSequence);
        _tokens = _kept ?? new List<Token>(MostKept / 4);
        _kept = null;
        _tags = new TagLexer(source, options, _breaks, _end, _tokens, errors);
    }

    internal static Token[] Tokenize(
        SourceText source, JinjaOptions options, Delimiters delimiters, List<Diagnostic> errors)
    {
        var lexer = new Lexer(source, options, delimiters, errors);
        lexer.Run();
        return lexer.Take();
    }

    /// <summary>The tokens of a text that is one expression.</summary>
    internal static Token[] TokenizeExpression(
        SourceText source, JinjaOptions options, Delimiters delimiters, List<Diagnostic> errors)
    {
        var lexer = new Lexer(source, options with { KeepTrailingNewline = true }, delimiters, errors);
        lexer._tags.Lex(0, TokenKind.End);
        return lexer.Take();
    }

    private Token[] Take()
    {
        Token[] tokens = [.. _tokens];
        if (tokens.Length <= MostKept)
        {
            _tokens.Clear();
            _kept = _tokens;
        }

        return tokens;
    }

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

            AddData(_position, EndBefore(opening), opening.Start);
            _position = opening.End;
            LexBehind(opening);
        }

        _tokens.Add(new Token(TokenKind.End, _end, _end, null));
    }

    private void LexBehind(Opening opening)
    {
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
                LexTag(opening, TokenKind.VariableBegin, TokenKind.VariableEnd);
                break;
            default:
                LexTag(opening, TokenKind.BlockBegin, TokenKind.BlockEnd);
                break;
        }
    }

    private void LexTag(Opening opening, TokenKind begin, TokenKind end)
    {
        _tokens.Add(new Token(begin, opening.Start, opening.End, null));
        GoOn(_tags.Lex(_position, end, opening.Kind == OpeningKind.LineStatement));
    }

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
        GoOn(Whitespace.Behind(_text, at + _options.CommentEnd.Length, _end, sign, _options.TrimBlocks));
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
        AddData(start, EndBefore(close with { Kind = OpeningKind.Block }), close.Start);
        GoOn(Whitespace.Behind(_text, close.End, _end, close.EndSign, _options.TrimBlocks));
    }

    // The end of the text before a tag, after the whitespace that the tag or an option takes away.
    private int EndBefore(Opening opening) =>
        Whitespace.Before(_text, _position, opening, _options.LstripBlocks, _atLineStart);

    private void AddData(int start, int end, int consumed)
    {
        if (consumed > start)
        {
            _atLineStart = _text[consumed - 1] == '\n';
        }

        if (end > start)
        {
            _tokens.Add(new Token(TokenKind.Data, start, end, _breaks.Normalize(_text.AsSpan(start, end - start))));
        }
    }

    private void GoOn(int position)
    {
        _position = position;
        _atLineStart = position > 0 && _text[position - 1] is '\n' or '\r';
    }
}
