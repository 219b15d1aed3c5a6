using Sluice.Jinja.Formatting;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Methods;

/// <summary>The methods of safe text: those of strings, whose results are safe and whose arguments are escaped.</summary>
internal static class MarkupMethods
{
    private static readonly string[] Escaping =
        ["join", "replace", "split", "rsplit", "partition", "rpartition", "strip", "lstrip", "rstrip", "center", "ljust", "rjust"];

    internal static Dictionary<string, MethodBody> All()
    {
        var methods = new Dictionary<string, MethodBody>(StringComparer.Ordinal);
        foreach (var (name, body) in TextMethods.All)
        {
            methods[name] = Array.IndexOf(Escaping, name) >= 0 ? Escaped(body) : (self, call) => Wrap(body(self, call));
        }

        methods["join"] = Join;
        methods["format"] = (self, call) => new Markup(new BraceFormat(
            call.ArgArray, call.KwargArray, null, call.UndefinedKind, escapes: true).Apply(((Markup)self).Text));
        methods["unescape"] = (self, _) => HtmlText.Unescape(((Markup)self).Text);
        methods["striptags"] = (self, _) => HtmlText.StripTags(((Markup)self).Text);
        methods["escape"] = (_, call) => Markup.Escape(call.Bind("escape", "s")[0]);
        return methods;
    }

    private static MethodBody Escaped(MethodBody body) => (self, call) => Wrap(body(self, JinjaCall.Internal(
        call,
        Array.ConvertAll(call.ArgArray, value => value is string text ? Html.Escape(text) : value),
        [.. call.KwargArray.Select(pair => new KeyValuePair<string, object?>(
            pair.Key, pair.Value is string text ? Html.Escape(text) : pair.Value))])));

    private static Markup Join(object self, JinjaCall call) => new(string.Join(
        ((Markup)self).Text, Iteration.Over(call.Bind("join", "iterable")[0]).Select(Safe.Text)));

    private static object? Wrap(object? value) => value switch
    {
        string text => new Markup(text),
        JinjaList list => new JinjaList(list.Items.ConvertAll(Wrap)),
        JinjaTuple tuple => new JinjaTuple(Array.ConvertAll(tuple.Items, Wrap)),
        _ => value,
    };
}
