using Sluice.Diagnostics;

namespace Sluice.Jinja.Lexing;

/// <summary>All messages about the text of a template, one method per situation.</summary>
internal static class SyntaxErrors
{
    internal static Diagnostic UnexpectedCharacter(SourceText source, SourceSpan span, char character) =>
        Error("SLUICE1001", $"unexpected character `{character}`", source, span);

    internal static Diagnostic UnexpectedBracket(SourceText source, SourceSpan span, char bracket, char? expected) =>
        Error("SLUICE1001", expected is null
            ? $"`{bracket}` closes nothing" : $"unexpected `{bracket}`, expected `{expected}`", source, span);

    internal static Diagnostic BadName(SourceText source, SourceSpan span, string name) =>
        Error("SLUICE1001", $"`{name}` is not a name", source, span, "a name begins with a letter or an underscore");

    internal static Diagnostic Expected(SourceText source, SourceSpan span, string expected, string found, string? hint = null) =>
        Error("SLUICE1002", $"expected {expected}, found {found}", source, span, hint);

    internal static Diagnostic Unterminated(SourceText source, SourceSpan span, string what, string close) =>
        Error("SLUICE1003", $"this {what} is never closed", source, span, $"close it with `{close}`");

    internal static Diagnostic UnknownTag(SourceText source, SourceSpan span, string name, string? nearest) =>
        Error("SLUICE1004", $"unknown tag `{name}`", source, span, nearest);

    internal static Diagnostic WrongEnd(SourceText source, SourceSpan span, string name, string expected) =>
        Error("SLUICE1004", $"unexpected tag `{name}`", source, span, $"the innermost open tag waits for {expected}");

    internal static Diagnostic MissingEnd(SourceText source, SourceSpan span, string tag, string expected) =>
        Error("SLUICE1005", $"the tag `{tag}` is never closed", source, span, $"expected {expected}");

    internal static Diagnostic NotAssignable(SourceText source, SourceSpan span, string what) =>
        Error("SLUICE1007", $"cannot assign to {what}", source, span);

    internal static Diagnostic UnknownFilter(SourceText source, SourceSpan span, string name, string? nearest) =>
        Error("SLUICE1008", $"no filter is named `{name}`", source, span, nearest);

    internal static Diagnostic UnknownTest(SourceText source, SourceSpan span, string name, string? nearest) =>
        Error("SLUICE1008", $"no test is named `{name}`", source, span, nearest);

    internal static Diagnostic Block(SourceText source, SourceSpan span, string message, string? hint = null) =>
        Error("SLUICE1009", message, source, span, hint);

    internal static Diagnostic Misplaced(SourceText source, SourceSpan span, string message, string? hint = null) =>
        Error("SLUICE1010", message, source, span, hint);

    internal static Diagnostic Signature(SourceText source, SourceSpan span, string message, string? hint = null) =>
        Error("SLUICE1011", message, source, span, hint);

    internal static Diagnostic BadEscape(SourceText source, SourceSpan span, string message) =>
        Error("SLUICE1012", message, source, span);

    internal static Diagnostic TooDeep(SourceText source, SourceSpan span) =>
        Error("SLUICE1013", "the template is nested too deeply", source, span, "split it into macros");

    private static Diagnostic Error(
        string code, string message, SourceText source, SourceSpan span, string? hint = null) =>
        new(code, Severity.Error, message, source, span, hint);
}
