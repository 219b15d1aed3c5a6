using System.Collections;
using System.Globalization;
using System.Numerics;
using Sluice.Jinja.Values;

namespace Sluice.Jinja;

/// <summary>
/// What can be done with the values of templates: null (none), <see cref="bool"/>, <see cref="long"/>,
/// <see cref="BigInteger"/>, <see cref="double"/>, <see cref="decimal"/>, <see cref="string"/>, <see cref="Markup"/>,
/// <see cref="JinjaList"/>, <see cref="JinjaTuple"/>, <see cref="JinjaDict"/>, <see cref="JinjaSet"/>,
/// <see cref="Undefined"/>, <see cref="JinjaObject"/>.
/// </summary>
public static class JinjaValue
{
    /// <summary>Converts a .NET value: integers become <see cref="long"/>, collections are copied.</summary>
    /// <exception cref="ArgumentException">The type means nothing to a template; wrap it in a <see cref="JinjaObject"/>.</exception>
    public static object? From(object? value)
    {
        switch (value)
        {
            case null or string or JinjaList or JinjaDict or JinjaObject or JinjaTuple or Undefined or Markup
                or JinjaSet or JinjaStream or decimal or MacroReturn:
                return value;
            case BigInteger number:
                return Box.Of(number);
            case bool truth:
                return Box.Of(truth);
            case long or double:
                return value;
            case int or short or byte or sbyte or ushort or uint:
                return Box.Of(Convert.ToInt64(value, CultureInfo.InvariantCulture));
            case ulong number:
                return Box.Of((BigInteger)number);
            case float number:
                return (double)number;
            case char character:
                return character.ToString();
            case IEnumerable<KeyValuePair<string, object?>> pairs:
                return new JinjaDict(pairs);
            case IDictionary pairs:
                return FromPairs(pairs);
            case IEnumerable items:
                return new JinjaList(items.Cast<object?>());
            default:
                throw new ArgumentException(
                    $"A value of type {value.GetType()} means nothing to a template; wrap it in a JinjaObject.", nameof(value));
        }
    }

    /// <summary>What <c>{{ value }}</c> prints.</summary>
    public static string ToText(object? value) => Values.Text.Of(From(value));

    /// <summary>What the value looks like inside of a printed list: <c>'a'</c> for the text a.</summary>
    public static string Repr(object? value) => Values.Text.Repr(From(value));

    /// <summary>Whether <c>{% if value %}</c> holds.</summary>
    public static bool IsTrue(object? value) => Truth.Of(From(value));

    /// <summary>Whether <c>left == right</c> holds.</summary>
    public static bool AreEqual(object? left, object? right) => Equality.AreEqual(From(left), From(right));

    /// <summary>-1, 0 or 1 as the two are ordered; null where they have no order.</summary>
    public static int? Compare(object? left, object? right)
    {
        try
        {
            return Ordering.Compare(From(left), From(right), "<") is var order and not 2 ? order : null;
        }
        catch (TemplateError)
        {
            return null;
        }
    }

    /// <summary>The elements that <c>{% for x in value %}</c> goes over; null where it cannot.</summary>
    public static IEnumerable<object?>? TryIterate(object? value)
    {
        value = From(value);
        return Iteration.IsIterable(value) ? Iteration.Over(value) : null;
    }

    /// <summary>The number of elements; null where the value has none to count.</summary>
    public static int? TryLength(object? value) => Iteration.TryLength(From(value));

    /// <summary>Python's name of the value's type, such as <c>str</c>.</summary>
    public static string TypeName(object? value) => TypeNames.Of(From(value));

    /// <summary>Whether the value is <see cref="Undefined"/>.</summary>
    public static bool IsUndefined(object? value) => value is Undefined;

    private static JinjaDict FromPairs(IDictionary pairs)
    {
        var dict = new JinjaDict();
        foreach (DictionaryEntry pair in pairs)
        {
            dict[pair.Key] = pair.Value;
        }

        return dict;
    }
}
