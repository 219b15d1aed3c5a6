namespace Sluice.Jinja.Values;

/// <summary>Going over the elements of a value.</summary>
internal static class Iteration
{
    internal static IEnumerable<object?> Over(object? value) => value switch
    {
        JinjaList list => OverList(list),
        JinjaTuple tuple => tuple.Items,
        JinjaDict dict => OverDict(dict, static (d, i) => d.KeyAt(i)),
        string text => Texts.Split(text),
        JinjaSet set => OverDict(set.Items, static (d, i) => d.KeyAt(i)),
        JinjaStream stream => stream,
        Undefined undefined => OverUndefined(undefined),
        Markup markup => Texts.Split(markup.Text),
        JinjaObject item when item.Iterate() is { } items => items.Select(JinjaValue.From),
        _ => throw Fail.NotIterable(value),
    };

    /// <summary>Goes over a dictionary by place, so that a change of its size is an error and not a surprise.</summary>
    internal static IEnumerable<object?> OverDict(JinjaDict dict, Func<JinjaDict, int, object?> pick)
    {
        var count = dict.Count;
        for (var i = 0; i < count; i++)
        {
            yield return dict.Count == count
                ? pick(dict, i)
                : throw Fail.Value(
                    "the dictionary changed its size while a loop went over it", "loop over a copy: `d.copy()` or `d | list`");
        }

        if (dict.Count != count)
        {
            throw Fail.Value(
                "the dictionary changed its size while a loop went over it", "loop over a copy: `d.copy()` or `d | list`");
        }
    }

    internal static bool IsIterable(object? value) => value switch
    {
        JinjaList or JinjaTuple or JinjaDict or JinjaSet or string or Markup or JinjaStream or Undefined => true,
        JinjaObject item => item.Iterate() is not null,
        _ => false,
    };

    internal static List<object?> ToList(object? value) => value switch
    {
        JinjaList list => [.. list.Items],
        JinjaTuple tuple => [.. tuple.Items],
        _ => [.. Over(value)],
    };

    internal static object?[] ToArray(object? value) => value is JinjaTuple tuple ? tuple.Items : [.. Over(value)];

    /// <summary>The number of elements; null where the value has none to count.</summary>
    internal static int? TryLength(object? value) => value switch
    {
        string text => Texts.Length(text),
        JinjaList list => list.Count,
        JinjaTuple tuple => tuple.Count,
        JinjaDict dict => dict.Count,
        JinjaSet set => set.Count,
        Markup markup => Texts.Length(markup.Text),
        Undefined undefined => OverUndefined(undefined).Count(),
        JinjaObject item => item.Length,
        _ => null,
    };

    internal static int Length(object? value) => TryLength(value)
        ?? throw Fail.Type($"object of type `{TypeNames.Of(value)}` has no length");

    internal static bool Contains(object? container, object? value)
    {
        switch (container)
        {
            case string or Markup:
                var text = Of(container);
                return value is string or Markup
                    ? text.Contains(Of(value), StringComparison.Ordinal)
                    : throw Undefineds.Check(value, null)
                        ?? Fail.Type($"`in` on a text needs a text on its left side, not `{TypeNames.Of(value)}`");
            case JinjaDict dict:
                return dict.ContainsKey(value);
            case JinjaSet set:
                return set.Contains(value);
            case JinjaObject item when item.Contains(value) is { } known:
                return known;
            default:
                foreach (var item in Over(container))
                {
                    if (ReferenceEquals(item, value) || Equality.AreEqual(item, value))
                    {
                        return true;
                    }
                }

                return false;
        }
    }

    private static string Of(object value) => value as string ?? ((Markup)value).Text;

    private static IEnumerable<object?> OverList(JinjaList list)
    {
        for (var i = 0; i < list.Count; i++)
        {
            yield return list.Items[i];
        }
    }

    private static IEnumerable<object?> OverUndefined(Undefined undefined)
    {
        Undefineds.Look(undefined);
        return [];
    }
}
