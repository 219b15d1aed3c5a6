using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Sluice.Jinja;

namespace Sluice.Sql.Context.Python;

/// <summary>Python's <c>re</c> over .NET's regular expressions.</summary>
internal static partial class PythonRegex
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    internal static PythonModule Module() => new("re", Member);

    private static object? Member(string name) => name switch
    {
        "I" or "IGNORECASE" => 2L,
        "M" or "MULTILINE" => 8L,
        "S" or "DOTALL" => 16L,
        "X" or "VERBOSE" => 64L,
        "A" or "ASCII" => 256L,
        "compile" => new JinjaFunction(name, call =>
        {
            var args = call.Bind(name, "pattern", "flags?");
            var pattern = args.Text(0);
            var regex = Compile(call, pattern, args.Integer(1));
            return new PythonModule("re.Pattern", member => member == "pattern" ? pattern : BoundMember(member, regex));
        }),
        "match" or "search" or "fullmatch" or "findall" or "finditer" => new JinjaFunction(name, call =>
        {
            var args = call.Bind(name, "pattern", "string", "flags?");
            return Apply(name, Compile(call, args.Text(0), args.Integer(2)), args.Text(1));
        }),
        "sub" => new JinjaFunction(name, call =>
        {
            var args = call.Bind(name, "pattern", "repl", "string", "count?", "flags?");
            return Substitute(call, Compile(call, args.Text(0), args.Integer(4)), args[1], args.Text(2), args.Integer(3));
        }),
        "split" => new JinjaFunction(name, call =>
        {
            var args = call.Bind(name, "pattern", "string", "maxsplit?", "flags?");
            return Split(Compile(call, args.Text(0), args.Integer(3)), args.Text(1), args.Integer(2));
        }),
        "escape" => new JinjaFunction(name, call => Escape(call.Bind(name, "pattern").Text(0))),
        _ => PythonModule.Missing,
    };

    private static object? BoundMember(string name, Regex regex) => name switch
    {
        "match" or "search" or "fullmatch" or "findall" or "finditer" =>
            new JinjaFunction(name, call => Apply(name, regex, call.Bind(name, "string").Text(0))),
        "sub" => new JinjaFunction(name, call =>
        {
            var args = call.Bind(name, "repl", "string", "count?");
            return Substitute(call, regex, args[0], args.Text(1), args.Integer(2));
        }),
        "split" => new JinjaFunction(name, call =>
        {
            var args = call.Bind(name, "string", "maxsplit?");
            return Split(regex, args.Text(0), args.Integer(1));
        }),
        _ => PythonModule.Missing,
    };

    private static Regex Compile(JinjaCall call, string pattern, long flags)
    {
        var options = RegexOptions.CultureInvariant
            | ((flags & 2) != 0 ? RegexOptions.IgnoreCase : RegexOptions.None) | ((flags & 8) != 0 ? RegexOptions.Multiline : RegexOptions.None)
            | ((flags & 16) != 0 ? RegexOptions.Singleline : RegexOptions.None) | ((flags & 64) != 0 ? RegexOptions.IgnorePatternWhitespace : RegexOptions.None);
        try
        {
            return new Regex(Translate(pattern), options, Limit);
        }
        catch (ArgumentException error)
        {
            throw call.Fail("SLUICE2032", $"`{pattern}` is no regular expression: {error.Message}", null, error);
        }
    }

    // (?P<n>…) and (?P=n) are Python's spelling; \Z is the very end there, and $ allows one line break before it in both.
    private static string Translate(string pattern) => PythonOnly().Replace(pattern, match => match.Value switch
    {
        "(?P<" => "(?<",
        @"\Z" => @"\z",
        _ when match.Groups["back"].Success => $@"\k<{match.Groups["back"].Value}>",
        _ => match.Value,
    });

    private static object? Apply(string name, Regex regex, string text)
    {
        switch (name)
        {
            case "findall":
                return new JinjaList(regex.Matches(text).Select(Found));
            case "finditer":
                return new JinjaList(regex.Matches(text).Select(match => (object?)Match(match)));
            default:
                var found = regex.Match(text);
                var fits = found.Success && (name == "search" || found.Index == 0) && (name != "fullmatch" || found.Length == text.Length);
                if (!fits && name != "search")
                {
                    // The leftmost match may not be the one that Python's anchored search takes.
                    found = new Regex(name == "match" ? $@"\A(?:{regex})" : $@"\A(?:{regex})\z", regex.Options, Limit).Match(text);
                    fits = found.Success;
                }

                return fits ? Match(found) : null;
        }
    }

    private static object? Found(Match match) => match.Groups.Count switch
    {
        1 => match.Value,
        2 => match.Groups[1].Value,
        _ => new JinjaTuple(match.Groups.Values.Skip(1).Select(group => (object?)group.Value)),
    };

    private static PythonModule Match(Match match) => new("re.Match", name => name switch
    {
        "group" => new JinjaFunction(name, call => call.Args.Count switch
        {
            0 => match.Value,
            1 => Group(match, call.Args[0]),
            _ => new JinjaTuple(call.Args.Select(key => Group(match, key))),
        }),
        "groups" => new JinjaFunction(name, _ => new JinjaTuple(match.Groups.Values.Skip(1).Select(group => (object?)(group.Success ? group.Value : null)))),
        "groupdict" => new JinjaFunction(name, _ => new JinjaDict(match.Groups.Values
            .Where(group => !char.IsAsciiDigit(group.Name[0]))
            .Select(group => KeyValuePair.Create<string, object?>(group.Name, group.Success ? group.Value : null)))),
        "start" => new JinjaFunction(name, call => (long)Find(match, call.Args).Index),
        "end" => new JinjaFunction(name, call => (long)(Find(match, call.Args).Index + Find(match, call.Args).Length)),
        "span" => new JinjaFunction(name, call => new JinjaTuple([Find(match, call.Args).Index, Find(match, call.Args).Index + Find(match, call.Args).Length])),
        "string" => match.Groups[0].Value,
        _ => PythonModule.Missing,
    });

    private static Group Find(Match match, IReadOnlyList<object?> args) =>
        args.Count == 0 ? match : args[0] is long number ? match.Groups[(int)number] : match.Groups[JinjaValue.ToText(args[0])];

    private static string? Group(Match match, object? key) => Find(match, [key]) is { Success: true } group ? group.Value : null;

    private static string Substitute(JinjaCall call, Regex regex, object? replacement, string text, long count)
    {
        var limit = count == 0 ? -1 : (int)count;
        if (replacement is JinjaObject { IsCallable: true })
        {
            return regex.Replace(text, match => JinjaValue.ToText(call.Invoke(replacement, [Match(match)])), limit);
        }

        var template = JinjaValue.ToText(replacement);
        return regex.Replace(text, match => Expand(template, match), limit);
    }

    private static string Expand(string template, Match match)
    {
        var text = new StringBuilder();
        for (var i = 0; i < template.Length; i++)
        {
            if (template[i] != '\\' || i + 1 == template.Length)
            {
                text.Append(template[i]);
                continue;
            }

            var next = template[++i];
            if (char.IsAsciiDigit(next))
            {
                var digits = i + 1 < template.Length && char.IsAsciiDigit(template[i + 1]) && next != '0' ? template.Substring(i++, 2) : next.ToString();
                text.Append(match.Groups[int.Parse(digits, CultureInfo.InvariantCulture)].Value);
            }
            else if (next == 'g' && i + 1 < template.Length && template[i + 1] == '<' && template.IndexOf('>', i) is var end and > 0)
            {
                text.Append(match.Groups[template[(i + 2)..end]].Value);
                i = end;
            }
            else
            {
                text.Append(next switch { 'n' => "\n", 't' => "\t", 'r' => "\r", '\\' => @"\", _ => $@"\{next}" });
            }
        }

        return text.ToString();
    }

    private static JinjaList Split(Regex regex, string text, long limit)
    {
        var parts = new JinjaList();
        var start = 0;
        var count = 0;
        foreach (Match match in regex.Matches(text))
        {
            if (limit > 0 && count++ >= limit)
            {
                break;
            }

            parts.Add(text[start..match.Index]);
            foreach (var group in match.Groups.Values.Skip(1))
            {
                parts.Add(group.Success ? group.Value : null);
            }

            start = match.Index + match.Length;
        }

        parts.Add(text[start..]);
        return parts;
    }

    private static string Escape(string text) =>
        string.Concat(text.Select(character => char.IsAsciiLetterOrDigit(character) || character is '_' or > '\x7f' or '%' or ',' or '/' or ':' or ';' or '<' or '=' or '>' or '@' or '`' or '!' or '"' or '\''
            ? character.ToString() : $@"\{character}"));

    [GeneratedRegex(@"\\\\|\(\?P<|\(\?P=(?<back>\w+)\)|\\Z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PythonOnly();
}
