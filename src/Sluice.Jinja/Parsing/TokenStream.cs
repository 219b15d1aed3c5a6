using Sluice.Diagnostics;
using Sluice.Jinja.Lexing;
using Sluice.Jinja.Syntax;

namespace Sluice.Jinja.Parsing;

/// <summary>The tokens of a template, the place in them, and the names that were read on the way.</summary>
internal sealed class TokenStream(SourceText source, Token[] tokens)
{
    private int _index;

    internal SourceText Source { get; } = source;

    internal ref readonly Token Current => ref tokens[_index];

    internal Token Previous => tokens[Math.Max(0, _index - 1)];

    /// <summary>Every name that was read or assigned, in order; statements take the part that is theirs.</summary>
    internal NameLog Names { get; } = new();

    internal Token Look(int ahead = 1) => tokens[Math.Min(_index + ahead, tokens.Length - 1)];

    internal Token Take()
    {
        var token = tokens[_index];
        if (token.Kind != TokenKind.End)
        {
            _index++;
        }

        return token;
    }

    internal void Skip(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Take();
        }
    }

    internal bool TrySkip(TokenKind kind)
    {
        if (Current.Kind != kind)
        {
            return false;
        }

        Take();
        return true;
    }

    internal bool TrySkip(string name)
    {
        if (!Current.Is(name))
        {
            return false;
        }

        Take();
        return true;
    }

    internal Token Expect(TokenKind kind, string what, string? hint = null) => Current.Kind == kind
        ? Take()
        : throw Fail(SyntaxErrors.Expected(Source, Current.Span, what, Describe(Current), hint));

    internal Token Expect(string name, string what) => Current.Is(name)
        ? Take()
        : throw Fail(SyntaxErrors.Expected(Source, Current.Span, what, Describe(Current)));

    internal static SyntaxFailure Fail(Diagnostic diagnostic) => new(diagnostic);

    internal string Describe(Token token) => token.Kind switch
    {
        TokenKind.End => "the end of the template",
        TokenKind.Data => "text",
        TokenKind.BlockEnd => "the end of the tag",
        TokenKind.VariableEnd => "the end of the output",
        _ => $"`{Source.Slice(token.Span)}`",
    };
}

/// <summary>A syntax error on its way to the place where parsing goes on.</summary>
internal sealed class SyntaxFailure(Diagnostic? diagnostic) : Exception(diagnostic?.Message)
{
    /// <summary>The error; null where it only follows from one that was noted already.</summary>
    internal Diagnostic? Diagnostic { get; } = diagnostic;
}

/// <summary>The names that expressions read and statements assign, in the order of the text.</summary>
internal sealed class NameLog
{
    private readonly List<(string Name, bool IsStored)> _uses = [];

    internal int Mark => _uses.Count;

    internal void Read(string name) => _uses.Add((name, false));

    internal void Store(string name) => _uses.Add((name, true));

    internal void Store(Target target)
    {
        foreach (var name in target.Names)
        {
            Store(name);
        }
    }

    /// <summary>The names that were read since a mark, each once.</summary>
    internal string[] ReadSince(int mark)
    {
        var count = _uses.Count - mark;
        if (count == 0)
        {
            return [];
        }

        if (count == 1)
        {
            return _uses[mark].IsStored ? [] : [_uses[mark].Name];
        }

        var names = new List<string>(count);
        for (var i = mark; i < _uses.Count; i++)
        {
            if (!_uses[i].IsStored && !names.Contains(_uses[i].Name))
            {
                names.Add(_uses[i].Name);
            }
        }

        return [.. names];
    }

    /// <summary>Whether a name is read since a mark before it is assigned.</summary>
    internal bool IsFree(string name, int mark)
    {
        for (var i = mark; i < _uses.Count; i++)
        {
            if (string.Equals(_uses[i].Name, name, StringComparison.Ordinal))
            {
                return !_uses[i].IsStored;
            }
        }

        return false;
    }

    internal bool IsStored(string name)
    {
        foreach (var use in _uses)
        {
            if (use.IsStored && string.Equals(use.Name, name, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
