using System.Globalization;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Filters;

/// <summary>What <c>attribute='a.b.0'</c> means: elements of elements.</summary>
internal sealed class AttributePath
{
    private readonly object?[] _parts;
    private readonly UndefinedKind _kind;
    private readonly object? _default;
    private readonly bool _ignoresCase;

    internal AttributePath(object? attribute, JinjaArguments call, bool ignoresCase = false, object? fallback = null)
    {
        _kind = call.UndefinedKind;
        _default = fallback;
        _ignoresCase = ignoresCase;
        _parts = attribute switch
        {
            null => [],
            string or Markup => Array.ConvertAll(Text.Of(attribute).Split('.'), Part),
            _ => [attribute],
        };
    }

    /// <summary>One path for each of several attributes with commas between.</summary>
    internal static AttributePath[] Several(object? attribute, JinjaArguments call, bool ignoresCase) => attribute is string or Markup
        ? Array.ConvertAll(Text.Of(attribute).Split(','), each => new AttributePath(each, call, ignoresCase))
        : [new AttributePath(attribute, call, ignoresCase)];

    internal object? Get(object? item)
    {
        foreach (var part in _parts)
        {
            item = Members.Item(item, part, _kind);
            item = item is Undefined && _default is not null ? _default : item;
        }

        return _ignoresCase && item is string or Markup ? Text.Of(item).ToLowerInvariant() : item;
    }

    private static object? Part(string part) => part.Length > 0 && part.All(char.IsAsciiDigit)
        && long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? Box.Of(index) : part;
}
