using System.Diagnostics.CodeAnalysis;
using Sluice.Jinja.Running;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Filters;

/// <summary>Filters about lists, dictionaries and what else has elements.</summary>
internal static class SequenceFilters
{
    internal static object? Attr(object? value, JinjaArguments arguments) =>
        Members.TryAttribute(value, arguments.Text(0), out var found)
            ? found : Members.Missing(value, arguments[0], arguments.UndefinedKind);

    internal static object? Default(object? value, JinjaArguments arguments) =>
        value is Undefined || (arguments.Flag(1) && !Truth.Of(value)) ? arguments.Or(0, "") : value;

    internal static object? Length(object? value, JinjaArguments arguments) => Box.Of((long)Iteration.Length(value));

    internal static object? List(object? value, JinjaArguments arguments) => new JinjaList(Counted(value, arguments).ToList());

    internal static object? First(object? value, JinjaArguments arguments)
    {
        foreach (var item in Iteration.Over(value))
        {
            return item;
        }

        return Nothing(arguments, "No first item, sequence was empty.");
    }

    internal static object? Last(object? value, JinjaArguments arguments)
    {
        var items = Backwards(value);
        return items.Count > 0 ? items[0] : Nothing(arguments, "No last item, sequence was empty.");
    }

    internal static object? Random(object? value, JinjaArguments arguments)
    {
        var items = Iteration.ToList(value);
        return items.Count > 0
            ? items[System.Random.Shared.Next(items.Count)] : Nothing(arguments, "No random item, sequence was empty.");
    }

    internal static object? Reverse(object? value, JinjaArguments arguments)
    {
        if (value is string or Markup)
        {
            return Slices.Of(value, null, null, Box.Of(-1L));
        }

        return new JinjaStream(Backwards(value));
    }

    internal static object? Items(object? value, JinjaArguments arguments) => value switch
    {
        Undefined => new JinjaStream([]),
        JinjaDict dict => new JinjaStream(Iteration.OverDict(dict, static (d, i) => new JinjaTuple(new[] { d.KeyAt(i), d.ValueAt(i) }))),
        JinjaObject { IsMapping: true } item => new JinjaStream(
            item.Iterate()!.Select(object? (key) => new JinjaTuple(new[] { key, item.TryGetItem(key, out var found) ? JinjaValue.From(found) : null }))),
        _ => throw Fail.Type($"only a mapping has items, not `{TypeNames.Of(value)}`"),
    };

    internal static object? Join(object? value, JinjaArguments arguments)
    {
        var separator = arguments.Or(0, "");
        if (IsPlainList(value, arguments, out var list))
        {
            return JoinList(list.Items, Text.Of(separator));
        }

        var path = new AttributePath(arguments[1], arguments);
        var items = Counted(value, arguments).Select(path.Get).ToList();
        if (arguments.Escapes)
        {
            return JoinSafely(separator, items);
        }

        var texts = items.ConvertAll(Text.Of);
        var between = Text.Of(separator);
        _ = Texts.CheckLength(texts.Sum(text => (long)text.Length + between.Length));
        return string.Join(between, texts);
    }

    internal static bool PrintJoined(Output output, object? value, JinjaArguments arguments)
    {
        if (!IsPlainList(value, arguments, out var list))
        {
            return false;
        }

        var separator = Text.Of(arguments.Or(0, ""));
        for (var i = 0; i < list.Items.Count; i++)
        {
            if (i > 0)
            {
                output.Write(separator);
            }

            output.Write(Text.Of(list.Items[i]));
        }

        return true;
    }

    internal static object? Sum(object? value, JinjaArguments arguments)
    {
        var path = new AttributePath(arguments[0], arguments);
        var sum = arguments.Or(1, Box.Of(0L));
        if (sum is string or Markup)
        {
            throw Fail.Type("`sum` cannot add text", "use the filter `join`");
        }

        foreach (var item in Counted(value, arguments))
        {
            sum = Arithmetic.Add(sum, path.Get(item));
        }

        return sum;
    }

    internal static object? Batch(object? value, JinjaArguments arguments)
    {
        var size = arguments[0];
        return new JinjaStream(Batches(Counted(value, arguments), size, arguments[1]));
    }

    internal static object? Slice(object? value, JinjaArguments arguments)
    {
        var slices = arguments.Integer(0);
        if (slices == 0)
        {
            throw Fail.DivisionByZero("`slice` cannot make 0 slices");
        }

        return new JinjaStream(SlicesOf(Counted(value, arguments).ToList(), slices, arguments[1]));
    }

    internal static object? Sort(object? value, JinjaArguments arguments)
    {
        var paths = AttributePath.Several(arguments[2], arguments, ignoresCase: !arguments.Flag(1));
        Func<object?, object?> keyOf = paths.Length == 1
            ? paths[0].Get
            : item => new JinjaList(paths.Select(path => path.Get(item)).ToList());
        return new JinjaList(Sorting.Sort(Counted(value, arguments), keyOf, arguments.Flag(0), asElements: true));
    }

    internal static object? Unique(object? value, JinjaArguments arguments)
    {
        var path = new AttributePath(arguments[1], arguments, ignoresCase: !arguments.Flag(0));
        return new JinjaStream(UniqueOf(Counted(value, arguments), path));
    }

    internal static object? Min(object? value, JinjaArguments arguments) => Extreme(value, arguments, isMax: false);

    internal static object? Max(object? value, JinjaArguments arguments) => Extreme(value, arguments, isMax: true);

    internal static object? DictSort(object? value, JinjaArguments arguments)
    {
        if (value is not JinjaDict dict)
        {
            throw Undefineds.Check(value, null) ?? Fail.Type($"`dictsort` needs a dictionary, not `{TypeNames.Of(value)}`");
        }

        var position = arguments.Text(1, "key") switch
        {
            "key" => 0,
            "value" => 1,
            var by => throw Fail.Arguments($"`dictsort` sorts by `key` or `value`, not by `{by}`"),
        };
        var path = new AttributePath(Box.Of((long)position), arguments, ignoresCase: !arguments.Flag(0));
        var pairs = dict.Select(object? (pair) => new JinjaTuple(new[] { pair.Key, pair.Value }));
        return new JinjaList(Sorting.Sort(pairs, path.Get, arguments.Flag(2)));
    }

    internal static object? GroupBy(object? value, JinjaArguments arguments)
    {
        var ignoresCase = !arguments.Flag(2);
        var path = new AttributePath(arguments[0], arguments, ignoresCase, arguments[1]);
        var output = new AttributePath(arguments[0], arguments, fallback: arguments[1]);
        var groups = new List<object?>();
        List<object?>? current = null;
        object? key = null;
        foreach (var item in Sorting.Sort(Counted(value, arguments), path.Get, isReverse: false))
        {
            var next = path.Get(item);
            if (current is null || !Equality.AreEqual(key, next))
            {
                (current, key) = ([], next);
                groups.Add(new JinjaTuple(new[] { ignoresCase ? output.Get(item) : next, new JinjaList(current) })
                {
                    Names = ["grouper", "list"],
                });
            }

            current.Add(item);
        }

        return new JinjaList(groups);
    }

    /// <summary>The elements, each of which counts against the limit of iterations.</summary>
    internal static IEnumerable<object?> Counted(object? value, JinjaArguments arguments)
    {
        var items = Iteration.Over(value);
        return arguments.State is { } state ? state.Counted(items) : items;
    }

    private static Undefined Nothing(JinjaArguments arguments, string message) =>
        new(null, arguments.UndefinedKind, message);

    private static List<object?> Backwards(object? value)
    {
        if (value is JinjaSet or JinjaStream)
        {
            var copy = value is JinjaStream ? Iteration.ToList(value) : throw Fail.Type("a set has no order that could be reversed");
            copy.Reverse();
            return copy;
        }

        var items = Iteration.ToList(value);
        items.Reverse();
        return items;
    }

    private static bool IsPlainList(object? value, JinjaArguments arguments, [NotNullWhen(true)] out JinjaList? list)
    {
        list = value is JinjaList { Count: < 1000 } items && arguments[1] is null && !arguments.Escapes ? items : null;
        return list is not null;
    }

    private static string JoinList(List<object?> items, string separator)
    {
        var texts = new string[items.Count];
        var length = 0L;
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = Text.Of(items[i]);
            length += texts[i].Length + separator.Length;
        }

        _ = Texts.CheckLength(length);
        return string.Join(separator, texts);
    }

    private static object JoinSafely(object? separator, List<object?> items)
    {
        var isSafe = separator is Markup || items.Exists(item => item is Markup or JinjaObject { IsSafe: true });
        return isSafe
            ? new Markup(string.Join(Safe.Text(separator), items.Select(Safe.Text)))
            : string.Join(Text.Of(separator), items.Select(Text.Of));
    }

    private static IEnumerable<object?> Batches(IEnumerable<object?> items, object? size, object? fill)
    {
        var batch = new List<object?>();
        foreach (var item in items)
        {
            if (Equality.AreEqual(Box.Of((long)batch.Count), size))
            {
                yield return new JinjaList(batch);
                batch = [];
            }

            batch.Add(item);
        }

        if (batch.Count == 0)
        {
            yield break;
        }

        if (fill is not null && Numbers.TryLong(size, out var count))
        {
            _ = Texts.CheckLength(count);
            while (batch.Count < count)
            {
                batch.Add(fill);
            }
        }

        yield return new JinjaList(batch);
    }

    private static IEnumerable<object?> SlicesOf(List<object?> items, long slices, object? fill)
    {
        var perSlice = (int)(items.Count / Math.Max(1, slices));
        var withExtra = items.Count % Math.Max(1, slices);
        var position = 0;
        for (var i = 0L; i < slices; i++)
        {
            var count = perSlice + (i < withExtra ? 1 : 0);
            var slice = items.GetRange(position, count);
            position += count;
            if (fill is not null && i >= withExtra)
            {
                slice.Add(fill);
            }

            yield return new JinjaList(slice);
        }
    }

    private static IEnumerable<object?> UniqueOf(IEnumerable<object?> items, AttributePath path)
    {
        var seen = new JinjaDict();
        foreach (var item in items)
        {
            if (seen.Add(path.Get(item), null))
            {
                yield return item;
            }
        }
    }

    private static object? Extreme(object? value, JinjaArguments arguments, bool isMax)
    {
        var path = new AttributePath(arguments[1], arguments, ignoresCase: !arguments.Flag(0));
        var (found, best, bestKey) = (false, (object?)null, (object?)null);
        foreach (var item in Counted(value, arguments))
        {
            var key = path.Get(item);
            if (!found || (isMax ? Ordering.Greater(key, bestKey) : Ordering.Less(key, bestKey)))
            {
                (found, best, bestKey) = (true, item, key);
            }
        }

        return found ? best : Nothing(arguments, "No aggregated item, sequence was empty.");
    }
}
