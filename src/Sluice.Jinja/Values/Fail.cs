using System.Numerics;

namespace Sluice.Jinja.Values;

/// <summary>All run-time messages, one method per situation.</summary>
internal static class Fail
{
    internal static TemplateError Undefined(string message, string? hint = null) =>
        new(JinjaErrorKind.Undefined, "SLUICE1020", message, hint);

    internal static TemplateError Type(string message, string? hint = null) =>
        new(JinjaErrorKind.Runtime, "SLUICE1022", message, hint);

    internal static TemplateError Value(string message, string? hint = null) =>
        new(JinjaErrorKind.Runtime, "SLUICE1023", message, hint);

    internal static TemplateError DivisionByZero(string what) =>
        new(JinjaErrorKind.Runtime, "SLUICE1024", what, "test the divisor first, or use a conditional expression");

    internal static TemplateError Arguments(string message, string? hint = null) =>
        new(JinjaErrorKind.Runtime, "SLUICE1025", message, hint);

    internal static TemplateError NotCallable(object? value) =>
        new(JinjaErrorKind.Runtime, "SLUICE1026", $"`{TypeNames.Of(value)}` object is not callable");

    internal static TemplateError Unhashable(object? value) => new(
        JinjaErrorKind.Runtime, "SLUICE1027", $"unhashable type: `{TypeNames.Of(value)}`",
        "a key must be a string, a number, a boolean, none, or a tuple of these");

    internal static TemplateError Key(object? key) =>
        new(JinjaErrorKind.Runtime, "SLUICE1028", $"no such key: {Text.Repr(key)}");

    internal static TemplateError Index(string message) => new(JinjaErrorKind.Runtime, "SLUICE1028", message);

    internal static TemplateError NoSuchFilter(string name, string? hint) =>
        new(JinjaErrorKind.Runtime, "SLUICE1008", $"no filter is named `{name}`", hint);

    internal static TemplateError NoSuchTest(string name, string? hint) =>
        new(JinjaErrorKind.Runtime, "SLUICE1008", $"no test is named `{name}`", hint);

    internal static TemplateError TemplateNotFound(string message, string? hint = null) =>
        new(JinjaErrorKind.TemplateNotFound, "SLUICE1030", message, hint);

    internal static TemplateError Inheritance(string message, string? hint = null) =>
        new(JinjaErrorKind.Runtime, "SLUICE1031", message, hint);

    internal static TemplateError TooDeep(int limit) => new(
        JinjaErrorKind.Limit, "SLUICE1040", $"calls and includes are nested deeper than {limit}",
        "does a macro call itself without an end? JinjaLimits.MaxDepth raises the limit");

    internal static TemplateError TooMuchOutput(long limit) => new(
        JinjaErrorKind.Limit, "SLUICE1041", $"the text grew past {limit} characters",
        "JinjaLimits.MaxOutputChars raises the limit");

    internal static TemplateError TooManyIterations(long limit) => new(
        JinjaErrorKind.Limit, "SLUICE1042", $"loops went round more than {limit} times",
        "JinjaLimits.MaxLoopIterations raises the limit");

    internal static TemplateError TooLarge(string what) => new(
        JinjaErrorKind.Limit, "SLUICE1043", $"{what} would be too large");

    internal static TemplateError Unsupported(string symbol, object? left, object? right) =>
        Undefineds.Check(left, right) ?? Type(
            $"unsupported operand types for {symbol}: `{TypeNames.Of(left)}` and `{TypeNames.Of(right)}`",
            (left, right) switch
            {
                (string, _) or (_, string) when symbol == "+" => "use `~` to join text with anything",
                (null, _) or (_, null) => "one side is none",
                _ => null,
            });

    internal static TemplateError NotOrdered(string symbol, object? left, object? right) =>
        Undefineds.Check(left, right) ?? Type(
            $"`{symbol}` is not supported between `{TypeNames.Of(left)}` and `{TypeNames.Of(right)}`");

    internal static TemplateError NotIterable(object? value) =>
        Undefineds.Check(value, null) ?? Type($"`{TypeNames.Of(value)}` object is not iterable");

    internal static TemplateError IntTooLarge(BigInteger value) =>
        Value($"the integer {value} does not fit here");
}
