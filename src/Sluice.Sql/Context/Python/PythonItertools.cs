using Sluice.Jinja;

namespace Sluice.Sql.Context.Python;

/// <summary>The functions of Python's <c>itertools</c> that end; each gives a list.</summary>
internal static class PythonItertools
{
    internal static PythonModule Module() => new("itertools", name => name switch
    {
        "chain" => new JinjaFunction(name, call => new JinjaList(call.Args.SelectMany(item => Items(call, item)))),
        "product" => new JinjaFunction(name, Product),
        "zip_longest" => new JinjaFunction(name, ZipLongest),
        "combinations" => new JinjaFunction(name, call =>
        {
            var args = call.Bind(name, "iterable", "r");
            return new JinjaList(Combinations([.. Items(call, args[0])], (int)args.Integer(1), 0));
        }),
        "permutations" => new JinjaFunction(name, call =>
        {
            var args = call.Bind(name, "iterable", "r?");
            var items = Items(call, args[0]).ToList();
            return new JinjaList(Permutations(items, (int)args.Integer(1, items.Count)).Select(item => (object?)new JinjaTuple(item)));
        }),
        "repeat" => new JinjaFunction(name, call =>
        {
            var args = call.Bind(name, "object", "times");
            return new JinjaList(Enumerable.Repeat(args[0], (int)Math.Clamp(args.Integer(1), 0, 1_000_000)));
        }),
        _ => PythonModule.Missing,
    });

    private static IEnumerable<object?> Items(JinjaCall call, object? value) =>
        JinjaValue.TryIterate(value) ?? throw call.Fail("SLUICE2032", $"'{JinjaValue.TypeName(value)}' object is not iterable");

    private static JinjaList Product(JinjaCall call)
    {
        IEnumerable<List<object?>> rows = [[]];
        foreach (var list in call.Args.Select(argument => Items(call, argument).ToList()))
        {
            rows = rows.SelectMany(row => list.Select(item => new List<object?>(row) { item })).ToList();
        }

        return new JinjaList(rows.Select(row => (object?)new JinjaTuple(row)));
    }

    private static JinjaList ZipLongest(JinjaCall call)
    {
        call.TryGetKeyword("fillvalue", out var fill);
        var lists = call.Args.Select(argument => Items(call, argument).ToList()).ToList();
        var rows = new JinjaList();
        for (var i = 0; i < lists.Select(list => list.Count).DefaultIfEmpty().Max(); i++)
        {
            rows.Add(new JinjaTuple(lists.Select(list => i < list.Count ? list[i] : fill)));
        }

        return rows;
    }

    private static IEnumerable<object?> Combinations(List<object?> items, int count, int from)
    {
        foreach (var chosen in Choose(items, count, from))
        {
            yield return new JinjaTuple(chosen);
        }
    }

    private static IEnumerable<IEnumerable<object?>> Choose(List<object?> items, int count, int from)
    {
        if (count == 0)
        {
            return [[]];
        }

        return Enumerable.Range(from, Math.Max(0, items.Count - from)).SelectMany(i => Choose(items, count - 1, i + 1).Select(rest => rest.Prepend(items[i])));
    }

    private static IEnumerable<IEnumerable<object?>> Permutations(List<object?> items, int count)
    {
        if (count == 0)
        {
            return [[]];
        }

        return Enumerable.Range(0, items.Count).SelectMany(i =>
            Permutations([.. items.Where((_, index) => index != i)], count - 1).Select(rest => rest.Prepend(items[i])));
    }
}
