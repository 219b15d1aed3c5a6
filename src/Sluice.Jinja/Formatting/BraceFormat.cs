using System.Globalization;
using System.Text;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Formatting;

/// <summary><c>'{0} {name!r:>10}'.format(…)</c>.</summary>
internal sealed class BraceFormat(
    object?[] args, KeyValuePair<string, object?>[] kwargs, object? mapping, UndefinedKind kind, bool escapes = false)
{
    private int _next;
    private bool _isNumbered;

    internal string Apply(string format) => Apply(format, depth: 2);

    private string Apply(string format, int depth)
    {
        if (depth < 0)
        {
            throw Fail.Value("the format is nested too deeply");
        }

        var output = new StringBuilder(format.Length);
        for (var i = 0; i < format.Length; i++)
        {
            var character = format[i];
            var isDoubled = i + 1 < format.Length && format[i + 1] == character;
            if (character == '{' && !isDoubled)
            {
                var end = FieldEnd(format, i + 1);
                output.Append(Field(format[(i + 1)..end], depth));
                _ = Texts.CheckLength(output.Length);
                i = end;
            }
            else if (character == '}' && !isDoubled)
            {
                throw Fail.Value("a single `}` stands in the format", "write `}}` for a brace");
            }
            else
            {
                output.Append(character);
                i += character is '{' or '}' ? 1 : 0;
            }
        }

        return output.ToString();
    }

    private static int FieldEnd(string format, int start)
    {
        var depth = 1;
        for (var i = start; i < format.Length; i++)
        {
            depth += format[i] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0)
            {
                return i;
            }
        }

        throw Fail.Value(
            start == format.Length ? "a single `{` stands in the format" : "`}` is missing in the format", "write `{{` for a brace");
    }

    private string Field(string field, int depth)
    {
        var (name, conversion, spec) = Cut(field);
        var value = Value(name);
        spec = spec.Contains('{', StringComparison.Ordinal) ? Apply(spec, depth - 1) : spec;
        value = conversion switch
        {
            null => value,
            "s" => Text.Of(value),
            "r" => Text.Repr(value),
            "a" => Text.Ascii(value),
            _ => throw Fail.Value($"unknown conversion `!{conversion}`", "`!r`, `!s` and `!a` exist"),
        };
        var text = value is Markup markup && spec.Length == 0 ? markup.Text : FormatSpec.Apply(value, spec);
        return escapes && value is not Markup ? Html.Escape(text) : text;
    }

    // The name, the conversion behind `!`, and the specifier behind `:`; brackets hide both signs.
    private static (string Name, string? Conversion, string Spec) Cut(string field)
    {
        var inBrackets = false;
        for (var i = 0; i < field.Length; i++)
        {
            inBrackets = field[i] == '[' || (inBrackets && field[i] != ']');
            if (inBrackets)
            {
                continue;
            }

            if (field[i] == ':')
            {
                return (field[..i], null, field[(i + 1)..]);
            }

            if (field[i] == '!')
            {
                var colon = field.IndexOf(':', i);
                return colon < 0
                    ? (field[..i], field[(i + 1)..], "")
                    : (field[..i], field[(i + 1)..colon], field[(colon + 1)..]);
            }
        }

        return (field, null, "");
    }

    private object? Value(string name)
    {
        var end = name.AsSpan().IndexOfAny('.', '[');
        var value = First(end < 0 ? name : name[..end]);
        for (var i = end < 0 ? name.Length : end; i < name.Length;)
        {
            if (name[i] == '.')
            {
                var next = name.AsSpan(i + 1).IndexOfAny('.', '[') is var found and >= 0 ? i + 1 + found : name.Length;
                var attribute = name[(i + 1)..next];
                value = Members.TryAttribute(value, attribute, out var member)
                    ? member : throw NoMember(value, attribute);
                i = next;
            }
            else
            {
                var close = name.IndexOf(']', i);
                if (close < 0)
                {
                    throw Fail.Value("`]` is missing in the format");
                }

                var key = name[(i + 1)..close];
                object? index = long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Box.Of(number) : key;
                value = Members.TryElement(value, index, out var member) ? member : throw Fail.Key(index);
                i = close + 1;
            }
        }

        return value;
    }

    private TemplateError NoMember(object? value, string attribute) => value is Undefined undefined
        ? Undefineds.Used(undefined)
        : Fail.Undefined(Undefined.Member(value, attribute, kind).Message);

    private object? First(string name)
    {
        if (name.Length > 0 && !name.All(char.IsAsciiDigit))
        {
            return Named(name);
        }

        if (name.Length > 0 ? _next > 0 : _isNumbered)
        {
            throw Fail.Value("the format cannot mix numbered fields with fields without a number");
        }

        _isNumbered |= name.Length > 0;
        var index = name.Length > 0 ? int.TryParse(name, out var given) ? given : int.MaxValue : _next++;
        return index < args.Length ? args[index] : throw Fail.Index($"the format asks for argument {index}, but {args.Length} were given");
    }

    private object? Named(string name)
    {
        if (mapping is not null)
        {
            return Members.TryElement(mapping, name, out var item) ? item : throw Fail.Key(name);
        }

        foreach (var (key, value) in kwargs)
        {
            if (string.Equals(key, name, StringComparison.Ordinal))
            {
                return value;
            }
        }

        throw Fail.Key(name);
    }
}
