using System.Text;
using Sluice.Jinja.Formatting;
using Sluice.Jinja.Methods;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Filters;

/// <summary>Filters about text. Where the value is safe, so is the result.</summary>
internal static class TextFilters
{
    internal static object? Capitalize(object? value, JinjaArguments arguments) => Change(value, TextCase.Capitalize);

    internal static object? Lower(object? value, JinjaArguments arguments) => Change(value, TextCase.Lower);

    internal static object? Upper(object? value, JinjaArguments arguments) => Change(value, TextCase.Upper);

    internal static object? String(object? value, JinjaArguments arguments) => Soft(value);

    internal static object? Center(object? value, JinjaArguments arguments) =>
        Change(value, text => Padding.Pad(text, arguments.Integer(0, 80), ' ', "center"));

    internal static object? Trim(object? value, JinjaArguments arguments)
    {
        if (arguments[0] is null)
        {
            return Change(value, static text => text.Trim());
        }

        var characters = TextMethods.NeedText(arguments[0]).ToCharArray();
        return Change(value, text => characters.Length == 0 ? text : text.Trim(characters));
    }

    internal static object? Format(object? value, JinjaArguments arguments)
    {
        var (positional, keywords) = ((JinjaTuple)arguments[0]!, (JinjaDict)arguments[1]!);
        if (positional.Count > 0 && keywords.Count > 0)
        {
            throw Fail.Arguments("`format` takes positional or keyword arguments, but not both");
        }

        object values = keywords.Count > 0 ? keywords : positional;
        return value is Markup markup
            ? new Markup(PercentFormat.Apply(markup.Text, values, markup: true))
            : PercentFormat.Apply(Text.Of(value), values, markup: false);
    }

    internal static object? Indent(object? value, JinjaArguments arguments)
    {
        var indention = arguments[0] is string or Markup ? arguments.Text(0) : new string(' ', Texts.CheckLength(arguments.Integer(0, 4)));
        if (value is not (string or Markup))
        {
            throw Undefineds.Check(value, null) ?? Fail.Type($"`indent` needs text, not `{TypeNames.Of(value)}`");
        }

        return Change(value, text => Indented(text, indention, arguments.Flag(1), arguments.Flag(2)));
    }

    internal static object? Replace(object? value, JinjaArguments arguments)
    {
        var count = arguments[2] is null ? -1 : arguments.Integer(2);
        var (old, replacement) = (arguments[0], arguments[1]);
        if (!arguments.Escapes)
        {
            return TextMethods.Replaced(Text.Of(value), Text.Of(old), Text.Of(replacement), count);
        }

        var isSafe = value is Markup || old is Markup || (replacement is Markup && value is not Markup);
        if (!isSafe)
        {
            return TextMethods.Replaced(Text.Of(value), Text.Of(old), Text.Of(replacement), count);
        }

        var text = old is Markup || (replacement is Markup && value is not Markup) ? Safe.Text(value) : Text.Of(value);
        return new Markup(TextMethods.Replaced(text, Safe.Text(old), Safe.Text(replacement), count));
    }

    internal static object? Title(object? value, JinjaArguments arguments)
    {
        var text = Text.Of(value);
        var output = new StringBuilder(text.Length);
        var atStart = true;
        foreach (var character in text)
        {
            var isBreak = char.IsWhiteSpace(character) || character is '-' or '(' or '{' or '[' or '<';
            output.Append(atStart ? TextCase.Upper(character.ToString()) : char.ToLowerInvariant(character).ToString());
            atStart = isBreak;
        }

        return output.ToString();
    }

    internal static object? Truncate(object? value, JinjaArguments arguments)
    {
        var length = arguments.Integer(0, 255);
        var end = arguments.Text(2, "...");
        var leeway = arguments[3] is null ? 5 : arguments.Integer(3);
        if (length < Texts.Length(end))
        {
            throw Fail.Value($"expected length >= {Texts.Length(end)}, got {length}");
        }

        if (leeway < 0)
        {
            throw Fail.Value($"expected leeway >= 0, got {leeway}");
        }

        if (Iteration.Length(value) <= length + leeway)
        {
            return value;
        }

        return Change(value, text =>
        {
            var cut = (string)Slices.Of(text, null, Box.Of(length - Texts.Length(end)), null)!;
            var blank = arguments.Flag(1) ? -1 : cut.LastIndexOf(' ');
            return (blank < 0 ? cut : cut[..blank]) + (value is Markup ? Safe.Text(arguments.Or(2, end)) : end);
        });
    }

    internal static object? WordCount(object? value, JinjaArguments arguments)
    {
        var (count, inWord) = (0L, false);
        foreach (var rune in Text.Of(value).EnumerateRunes())
        {
            var isWord = Rune.IsLetterOrDigit(rune) || rune.Value == '_' || Rune.IsNumber(rune);
            count += isWord && !inWord ? 1 : 0;
            inWord = isWord;
        }

        return Box.Of(count);
    }

    /// <summary>The value as text that stays safe where it was.</summary>
    internal static object Soft(object? value) =>
        value is string or Markup ? value : value is JinjaObject { IsSafe: true } item ? new Markup(item.ToText()) : Text.Of(value);

    internal static object Change(object? value, Func<string, string> change) =>
        value is Markup markup ? new Markup(change(markup.Text)) : change(Text.Of(value));

    private static string Indented(string text, string indention, bool first, bool blank)
    {
        var lines = TextSplit.Lines(text + "\n", keepEnds: false).Items;
        var output = new StringBuilder(first ? indention : "");
        for (var i = 0; i < lines.Count; i++)
        {
            var line = (string)lines[i]!;
            output.Append(i == 0 ? "" : "\n").Append(i > 0 && (blank || line.Length > 0) ? indention : "").Append(line);
            _ = Texts.CheckLength(output.Length);
        }

        return output.ToString();
    }
}
