using System.Runtime.InteropServices;
using Sluice.Diagnostics;

namespace Sluice.Jinja.Lexing;

internal enum TokenKind
{
    End,
    Data,
    VariableBegin,
    VariableEnd,
    BlockBegin,
    BlockEnd,
    Name,
    Text,
    Integer,
    Float,
    Plus,
    Minus,
    Star,
    Power,
    Slash,
    FloorSlash,
    Percent,
    Tilde,
    LeftBracket,
    RightBracket,
    LeftParen,
    RightParen,
    LeftBrace,
    RightBrace,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Assign,
    Dot,
    Colon,
    Pipe,
    Comma,
    Semicolon,
}

/// <summary>One word of a template.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Its first character.</param>
/// <param name="End">Behind its last character.</param>
/// <param name="Value">The text of data, names and strings; the value of numbers; null for all else.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Token(TokenKind Kind, int Start, int End, object? Value)
{
    internal SourceSpan Span => new(Start, End);

    internal string Text => (string)Value!;

    internal bool Is(string name) =>
        Kind == TokenKind.Name && string.Equals((string)Value!, name, StringComparison.Ordinal);
}
