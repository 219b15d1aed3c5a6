using System.Globalization;
using System.Text;
using Sluice.Jinja.Formatting;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Methods;

/// <summary>The methods of strings.</summary>
internal static class TextMethods
{
    internal static readonly Dictionary<string, MethodBody> All = new(StringComparer.Ordinal)
    {
        ["capitalize"] = Plain(TextCase.Capitalize),
        ["casefold"] = Plain(TextCase.Fold),
        ["lower"] = Plain(TextCase.Lower),
        ["upper"] = Plain(TextCase.Upper),
        ["swapcase"] = Plain(TextCase.Swap),
        ["title"] = Plain(TextCase.Title),
        ["center"] = (self, call) => Pad(self, call, "center"),
        ["ljust"] = (self, call) => Pad(self, call, "ljust"),
        ["rjust"] = (self, call) => Pad(self, call, "rjust"),
        ["zfill"] = ZeroFill,
        ["count"] = Count,
        ["find"] = (self, call) => Box.Of((long)Find(self, call, "find", fromEnd: false)),
        ["rfind"] = (self, call) => Box.Of((long)Find(self, call, "rfind", fromEnd: true)),
        ["index"] = (self, call) => Index(self, call, "index", fromEnd: false),
        ["rindex"] = (self, call) => Index(self, call, "rindex", fromEnd: true),
        ["startswith"] = (self, call) => Affix(self, call, "startswith", static (text, part) => text.StartsWith(part, StringComparison.Ordinal)),
        ["endswith"] = (self, call) => Affix(self, call, "endswith", static (text, part) => text.EndsWith(part, StringComparison.Ordinal)),
        ["removeprefix"] = (self, call) => Of(self) is var text && Argument(call, "removeprefix") is var part
            && text.StartsWith(part, StringComparison.Ordinal) ? text[part.Length..] : Of(self),
        ["removesuffix"] = (self, call) => Of(self) is var text && Argument(call, "removesuffix") is var part
            && part.Length > 0 && text.EndsWith(part, StringComparison.Ordinal) ? text[..^part.Length] : Of(self),
        ["strip"] = (self, call) => Strip(self, call, "strip", start: true, end: true),
        ["lstrip"] = (self, call) => Strip(self, call, "lstrip", start: true, end: false),
        ["rstrip"] = (self, call) => Strip(self, call, "rstrip", start: false, end: true),
        ["join"] = Join,
        ["replace"] = Replace,
        ["split"] = (self, call) => TextSplit.Split(Of(self), call, fromEnd: false),
        ["rsplit"] = (self, call) => TextSplit.Split(Of(self), call, fromEnd: true),
        ["splitlines"] = (self, call) => TextSplit.Lines(Of(self), call.Bind("splitlines", "keepends?").Flag(0)),
        ["partition"] = (self, call) => TextSplit.Partition(Of(self), Argument(call, "partition"), fromEnd: false),
        ["rpartition"] = (self, call) => TextSplit.Partition(Of(self), Argument(call, "rpartition"), fromEnd: true),
        ["expandtabs"] = (self, call) => TextSplit.ExpandTabs(Of(self), call.Bind("expandtabs", "tabsize?").Integer(0, 8)),
        ["format"] = (self, call) => new BraceFormat(call.ArgArray, call.KwargArray, null, call.UndefinedKind).Apply(Of(self)),
        ["format_map"] = (self, call) => new BraceFormat([], [], call.Bind("format_map", "mapping")[0], call.UndefinedKind).Apply(Of(self)),
        ["encode"] = (self, call) => Encode(Of(self), call),
        ["translate"] = Translate,
        ["isalnum"] = Every(static rune => Rune.IsLetterOrDigit(rune) || Rune.IsNumber(rune)),
        ["isalpha"] = Every(Rune.IsLetter),
        ["isascii"] = (self, call) => Box.Of(Ascii.IsValid(NoArguments(self, call))),
        ["isdecimal"] = Every(static rune => Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber),
        ["isdigit"] = Every(static rune => Rune.IsDigit(rune) || rune.Value is 0xB2 or 0xB3 or 0xB9 or (>= 0x2070 and <= 0x2089)),
        ["isidentifier"] = (self, call) => Box.Of(IsIdentifier(NoArguments(self, call))),
        ["islower"] = (self, call) => Box.Of(HasCase(NoArguments(self, call), isLower: true)),
        ["isupper"] = (self, call) => Box.Of(HasCase(NoArguments(self, call), isLower: false)),
        ["isnumeric"] = Every(Rune.IsNumber),
        ["isprintable"] = (self, call) => Box.Of(NoArguments(self, call).EnumerateRunes().All(Text.IsPrintable)),
        ["isspace"] = Every(static rune => Rune.IsWhiteSpace(rune) || rune.Value is >= 0x1c and <= 0x1f),
        ["istitle"] = (self, call) => Box.Of(TextCase.IsTitle(NoArguments(self, call))),
    };

    internal static string Of(object self) => self as string ?? ((Markup)self).Text;

    /// <summary>An argument that must be text.</summary>
    internal static string NeedText(object? value) => value as string ?? (value as Markup)?.Text
        ?? throw Undefineds.Check(value, null) ?? Fail.Type($"text is needed, not `{TypeNames.Of(value)}`");

    private static MethodBody Plain(Func<string, string> change) => (self, call) => change(NoArguments(self, call));

    private static MethodBody Every(Func<Rune, bool> holds) => (self, call) =>
        Box.Of(NoArguments(self, call) is { Length: > 0 } text && text.EnumerateRunes().All(holds));

    private static string NoArguments(object self, JinjaCall call)
    {
        if (call.ArgArray.Length > 0 || call.KwargArray.Length > 0)
        {
            throw Fail.Arguments("the method takes no arguments");
        }

        return Of(self);
    }

    private static string Argument(JinjaCall call, string method) => NeedText(call.Bind(method, "text")[0]);

    private static object? Pad(object self, JinjaCall call, string method)
    {
        var arguments = call.Bind(method, "width", "fillchar?");
        var fill = arguments.Has(1) ? NeedText(arguments[1]) : " ";
        return fill.Length == 1
            ? Padding.Pad(Of(self), arguments.Integer(0), fill[0], method)
            : throw Fail.Type("the fill character must be exactly one character long");
    }

    private static object? ZeroFill(object self, JinjaCall call)
    {
        var text = Of(self);
        var missing = Texts.CheckLength(call.Bind("zfill", "width").Integer(0)) - Texts.Length(text);
        if (missing <= 0)
        {
            return text;
        }

        var sign = text.Length > 0 && text[0] is '+' or '-' ? 1 : 0;
        return string.Concat(text.AsSpan(0, sign), new string('0', missing), text.AsSpan(sign));
    }

    private static (string Text, int Start, int End) Range(object self, JinjaArguments arguments)
    {
        var text = Of(self);
        var (first, count, _) = Slices.Bounds(Texts.Length(text), arguments[1], arguments[2], null);
        return (text, Texts.Offset(text, (int)first), Texts.Offset(text, (int)(first + count)));
    }

    private static object? Count(object self, JinjaCall call)
    {
        var arguments = call.Bind("count", "sub", "start?", "end?");
        var part = NeedText(arguments[0]);
        var (text, start, end) = Range(self, arguments);
        if (part.Length == 0)
        {
            return Box.Of(Texts.Length(text[start..end]) + 1L);
        }

        var count = 0L;
        for (var at = start; (at = text.IndexOf(part, at, end - at, StringComparison.Ordinal)) >= 0; at += part.Length)
        {
            count++;
        }

        return Box.Of(count);
    }

    private static int Find(object self, JinjaCall call, string method, bool fromEnd)
    {
        var arguments = call.Bind(method, "sub", "start?", "end?");
        var part = NeedText(arguments[0]);
        var (text, start, end) = Range(self, arguments);
        var piece = text.AsSpan(start, end - start);
        var at = fromEnd ? piece.LastIndexOf(part, StringComparison.Ordinal) : piece.IndexOf(part, StringComparison.Ordinal);
        return at < 0 ? -1 : Texts.Length(text[..(start + at)]);
    }

    private static object? Index(object self, JinjaCall call, string method, bool fromEnd) =>
        Find(self, call, method, fromEnd) is var at and >= 0 ? Box.Of((long)at) : throw Fail.Value("substring not found");

    private static object? Affix(object self, JinjaCall call, string method, Func<string, string, bool> matches)
    {
        var arguments = call.Bind(method, "prefix", "start?", "end?");
        var (text, start, end) = Range(self, arguments);
        var piece = text[start..end];
        return Box.Of(arguments[0] is JinjaTuple tuple
            ? tuple.Any(item => matches(piece, NeedText(item)))
            : matches(piece, NeedText(arguments[0])));
    }

    private static string Strip(object self, JinjaCall call, string method, bool start, bool end)
    {
        var arguments = call.Bind(method, "chars?");
        var text = Of(self);
        if (arguments[0] is null)
        {
            return start && end ? text.Trim() : start ? text.TrimStart() : text.TrimEnd();
        }

        var characters = NeedText(arguments[0]).ToCharArray();
        if (characters.Length == 0)
        {
            return text;
        }

        return start && end ? text.Trim(characters) : start ? text.TrimStart(characters) : text.TrimEnd(characters);
    }

    private static object? Join(object self, JinjaCall call)
    {
        var items = Iteration.ToList(call.Bind("join", "iterable")[0]);
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is not (string or Markup))
            {
                throw Undefineds.Check(items[i], null)
                    ?? Fail.Type($"sequence item {i}: text is needed, not `{TypeNames.Of(items[i])}`", "the filter `join` takes any values");
            }
        }

        _ = Texts.CheckLength(items.Sum(item => (long)Of(item!).Length + Of(self).Length));
        return string.Join(Of(self), items.Select(item => Of(item!)));
    }

    private static object? Replace(object self, JinjaCall call)
    {
        var arguments = call.Bind("replace", "old", "new", "count?");
        return Replaced(Of(self), NeedText(arguments[0]), NeedText(arguments[1]), arguments.Integer(2, -1));
    }

    internal static string Replaced(string text, string old, string replacement, long count)
    {
        if (old.Length > 0 && count < 0)
        {
            return text.Replace(old, replacement, StringComparison.Ordinal);
        }

        var output = new StringBuilder();
        var position = 0;
        for (var done = 0L; count < 0 || done < count; done++)
        {
            var at = old.Length == 0
                ? done == 0 ? 0 : position < text.Length ? position + (char.IsSurrogatePair(text, position) ? 2 : 1) : -1
                : text.IndexOf(old, position, StringComparison.Ordinal);
            if (at < 0)
            {
                break;
            }

            output.Append(text, position, at - position).Append(replacement);
            position = at + old.Length;
        }

        return output.Append(text, position, text.Length - position).ToString();
    }

    private static object? Translate(object self, JinjaCall call)
    {
        var table = call.Bind("translate", "table")[0];
        var output = new StringBuilder();
        foreach (var rune in Of(self).EnumerateRunes())
        {
            if (!Members.TryElement(table, Box.Of((long)rune.Value), out var mapped))
            {
                output.Append(rune.ToString());
            }
            else if (mapped is long code)
            {
                output.Append(char.ConvertFromUtf32((int)code));
            }
            else if (mapped is not null)
            {
                output.Append(NeedText(mapped));
            }
        }

        return output.ToString();
    }

    private static object? Encode(string text, JinjaCall call)
    {
        var encoding = call.Bind("encode", "encoding?", "errors?").Text(0, "utf-8");
        return encoding.Replace('_', '-').ToLowerInvariant() is "utf-8" or "utf8" or "ascii"
            ? new JinjaBytes(Encoding.UTF8.GetBytes(text))
            : throw Fail.Value($"the encoding `{encoding}` is not supported", "use `utf-8`");
    }

    private static bool IsIdentifier(string text) => text.Length > 0
        && (char.IsLetter(text[0]) || text[0] == '_')
        && text.All(character => char.IsLetterOrDigit(character) || character == '_');

    private static bool HasCase(string text, bool isLower)
    {
        var found = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (isLower ? Rune.IsUpper(rune) : Rune.IsLower(rune))
            {
                return false;
            }

            found |= isLower ? Rune.IsLower(rune) : Rune.IsUpper(rune);
        }

        return found;
    }
}

/// <summary>What <c>'…'.encode()</c> gives: bytes, which can be printed and counted.</summary>
internal sealed class JinjaBytes(byte[] bytes) : JinjaObject
{
    public override string TypeName => "bytes";

    public override int? Length => bytes.Length;

    internal byte[] Bytes => bytes;

    public override IEnumerable<object?> Iterate() => bytes.Select(value => Box.Of((long)value));

    public override string Repr()
    {
        var output = new StringBuilder("b'");
        foreach (var value in bytes)
        {
            _ = value switch
            {
                (byte)'\n' => output.Append("\\n"),
                (byte)'\r' => output.Append("\\r"),
                (byte)'\t' => output.Append("\\t"),
                (byte)'\'' or (byte)'\\' => output.Append('\\').Append((char)value),
                >= 32 and < 127 => output.Append((char)value),
                _ => output.Append(CultureInfo.InvariantCulture, $"\\x{value:x2}"),
            };
        }

        return output.Append('\'').ToString();
    }

    public override bool TryGetAttribute(string name, out object? value)
    {
        value = name switch
        {
            "decode" => new JinjaFunction("decode", _ => Encoding.UTF8.GetString(bytes)),
            "hex" => new JinjaFunction("hex", _ => Convert.ToHexStringLower(bytes)),
            _ => Sentinel.Missing,
        };
        return !ReferenceEquals(value, Sentinel.Missing);
    }
}
