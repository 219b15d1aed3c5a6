using System.Buffers;
using System.Text;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Filters;

/// <summary>Filters about HTML, XML and addresses.</summary>
internal static class MarkupFilters
{
    private static readonly SearchValues<char> NotInNames = SearchValues.Create(" \t\n\r\f\v/>=");

    internal static object? Escape(object? value, JinjaArguments arguments) => new Markup(Safe.Text(value));

    internal static object? ForceEscape(object? value, JinjaArguments arguments) => new Markup(Html.Escape(Text.Of(value)));

    internal static object? MarkSafe(object? value, JinjaArguments arguments) => value as Markup ?? new Markup(Text.Of(value));

    internal static object? StripTags(object? value, JinjaArguments arguments) => HtmlText.StripTags(Text.Of(value));

    internal static object? UrlEncode(object? value, JinjaArguments arguments)
    {
        if (value is string or Markup || !Iteration.IsIterable(value))
        {
            return Quote(value, inQuery: false);
        }

        var pairs = value is JinjaDict dict
            ? dict.Select(pair => new[] { pair.Key, pair.Value }) : Iteration.Over(value).Select(Iteration.ToArray);
        return string.Join('&', pairs.Select(pair => pair.Length == 2
            ? $"{Quote(pair[0], inQuery: true)}={Quote(pair[1], inQuery: true)}"
            : throw Fail.Value("`urlencode` needs pairs")));
    }

    internal static object? XmlAttributes(object? value, JinjaArguments arguments)
    {
        if (value is not JinjaDict attributes)
        {
            throw Undefineds.Check(value, null) ?? Fail.Type($"`xmlattr` needs a dictionary, not `{TypeNames.Of(value)}`");
        }

        var output = new StringBuilder();
        foreach (var (key, item) in attributes)
        {
            if (item is null or Undefined)
            {
                continue;
            }

            var name = Methods.TextMethods.NeedText(key);
            if (name.AsSpan().IndexOfAny(NotInNames) >= 0)
            {
                throw Fail.Value($"invalid character in the attribute name {Text.Repr(key)}");
            }

            output.Append(output.Length > 0 ? " " : "").Append(Safe.Text(key)).Append("=\"").Append(Safe.Text(item)).Append('"');
        }

        var text = arguments.Flag(0, true) && output.Length > 0 ? " " + output : output.ToString();
        return arguments.Escapes ? new Markup(text) : text;
    }

    private static string Quote(object? value, bool inQuery)
    {
        var output = new StringBuilder();
        var bytes = value is Methods.JinjaBytes raw ? raw.Bytes : Encoding.UTF8.GetBytes(Text.Of(value));
        foreach (var part in bytes)
        {
            var character = (char)part;
            _ = char.IsAsciiLetterOrDigit(character) || character is '_' or '.' or '-' or '~' || (character == '/' && !inQuery)
                ? output.Append(character)
                : inQuery && character == ' ' ? output.Append('+') : output.Append('%').Append(part.ToString("X2"));
        }

        return output.ToString();
    }
}
