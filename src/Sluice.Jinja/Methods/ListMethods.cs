using Sluice.Jinja.Values;

namespace Sluice.Jinja.Methods;

/// <summary>The methods of lists and tuples.</summary>
internal static class ListMethods
{
    internal static readonly Dictionary<string, MethodBody> All = new(StringComparer.Ordinal)
    {
        ["append"] = (self, call) =>
        {
            Of(self).Add(call.Bind("append", "object")[0]);
            return null;
        },
        ["extend"] = (self, call) =>
        {
            Of(self).AddRange(Iteration.ToList(call.Bind("extend", "iterable")[0]));
            return null;
        },
        ["insert"] = Insert,
        ["remove"] = Remove,
        ["pop"] = Pop,
        ["clear"] = (self, call) =>
        {
            Of(self, call).Clear();
            return null;
        },
        ["copy"] = (self, call) => new JinjaList(new List<object?>(Of(self, call))),
        ["count"] = (self, call) => Count(Of(self), call),
        ["index"] = (self, call) => Index(Of(self), call),
        ["reverse"] = (self, call) =>
        {
            Of(self, call).Reverse();
            return null;
        },
        ["sort"] = Sort,
    };

    internal static readonly Dictionary<string, MethodBody> OfTuples = new(StringComparer.Ordinal)
    {
        ["count"] = (self, call) => Count(((JinjaTuple)self).Items, call),
        ["index"] = (self, call) => Index(((JinjaTuple)self).Items, call),
    };

    private static List<object?> Of(object self) => ((JinjaList)self).Items;

    private static List<object?> Of(object self, JinjaCall call)
    {
        _ = call.Bind("method");
        return Of(self);
    }

    private static object? Insert(object self, JinjaCall call)
    {
        var arguments = call.Bind("insert", "index", "object");
        var items = Of(self);
        var index = arguments.Integer(0);
        index = Math.Clamp(index < 0 ? index + items.Count : index, 0, items.Count);
        items.Insert((int)index, arguments[1]);
        return null;
    }

    private static object? Remove(object self, JinjaCall call)
    {
        var value = call.Bind("remove", "value")[0];
        var items = Of(self);
        var index = items.FindIndex(item => Equality.AreEqual(item, value));
        if (index < 0)
        {
            throw Fail.Value($"{Text.Repr(value)} is not in the list");
        }

        items.RemoveAt(index);
        return null;
    }

    private static object? Pop(object self, JinjaCall call)
    {
        var items = Of(self);
        var index = call.Bind("pop", "index?").Integer(0, -1);
        if (items.Count == 0)
        {
            throw Fail.Index("pop from an empty list");
        }

        index += index < 0 ? items.Count : 0;
        if (index < 0 || index >= items.Count)
        {
            throw Fail.Index("the index of pop is out of range");
        }

        var value = items[(int)index];
        items.RemoveAt((int)index);
        return value;
    }

    private static object? Count(IReadOnlyList<object?> items, JinjaCall call)
    {
        var value = call.Bind("count", "value")[0];
        return Box.Of((long)items.Count(item => Equality.AreEqual(item, value)));
    }

    private static object? Index(IReadOnlyList<object?> items, JinjaCall call)
    {
        var arguments = call.Bind("index", "value", "start?", "stop?");
        var (first, count, _) = Slices.Bounds(items.Count, arguments[1], arguments[2], null);
        for (var i = first; i < first + count; i++)
        {
            if (Equality.AreEqual(items[(int)i], arguments[0]))
            {
                return Box.Of(i);
            }
        }

        throw Fail.Value($"{Text.Repr(arguments[0])} is not in the list");
    }

    private static object? Sort(object self, JinjaCall call)
    {
        var arguments = call.Bind("sort", "key?", "reverse?");
        var items = Of(self);
        var sorted = arguments[0] is { } key
            ? Sorting.Sort(items, item => call.Invoke(key, [item]), arguments.Flag(1))
            : Sorting.Sort(items, item => item, arguments.Flag(1));
        items.Clear();
        items.AddRange(sorted);
        return null;
    }
}
