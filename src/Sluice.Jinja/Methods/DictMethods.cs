using Sluice.Jinja.Globals;
using Sluice.Jinja.Values;

namespace Sluice.Jinja.Methods;

/// <summary>The methods of dictionaries.</summary>
internal static class DictMethods
{
    internal static readonly Dictionary<string, MethodBody> All = new(StringComparer.Ordinal)
    {
        ["keys"] = (self, call) => new DictView(Of(self, call, "keys"), DictViewKind.Keys),
        ["values"] = (self, call) => new DictView(Of(self, call, "values"), DictViewKind.Values),
        ["items"] = (self, call) => new DictView(Of(self, call, "items"), DictViewKind.Items),
        ["get"] = Get,
        ["pop"] = Pop,
        ["popitem"] = PopItem,
        ["setdefault"] = SetDefault,
        ["update"] = Update,
        ["clear"] = (self, call) =>
        {
            Of(self, call, "clear").Clear();
            return null;
        },
        ["copy"] = (self, call) => new JinjaDict(Of(self, call, "copy")),
        ["fromkeys"] = FromKeys,
    };

    private static JinjaDict Of(object self, JinjaCall call, string method)
    {
        _ = call.Bind(method);
        return (JinjaDict)self;
    }

    private static object? Get(object self, JinjaCall call)
    {
        if (call.KwargArray.Length == 0 && call.ArgArray is [var key, ..] and { Length: <= 2 })
        {
            return ((JinjaDict)self).TryGetValue(key, out var value) ? value : call.ArgArray.Length == 2 ? call.ArgArray[1] : null;
        }

        _ = call.Bind("get", "key", "default?");
        throw Fail.Arguments("`get` takes no keyword arguments");
    }

    private static object? Pop(object self, JinjaCall call)
    {
        var arguments = call.Bind("pop", "key", "default?");
        var dict = (JinjaDict)self;
        if (dict.TryGetValue(arguments[0], out var value))
        {
            dict.Remove(arguments[0]);
            return value;
        }

        return arguments.Has(1) ? arguments[1] : throw Fail.Key(arguments[0]);
    }

    private static object? PopItem(object self, JinjaCall call)
    {
        var dict = Of(self, call, "popitem");
        if (dict.Count == 0)
        {
            throw Fail.Index("popitem of an empty dictionary");
        }

        var last = dict.Count - 1;
        var pair = new JinjaTuple(new[] { dict.KeyAt(last), dict.ValueAt(last) });
        dict.RemoveAt(last);
        return pair;
    }

    private static object? SetDefault(object self, JinjaCall call)
    {
        var arguments = call.Bind("setdefault", "key", "default?");
        var dict = (JinjaDict)self;
        if (dict.TryGetValue(arguments[0], out var value))
        {
            return value;
        }

        dict.Set(arguments[0], arguments[1]);
        return arguments[1];
    }

    private static object? Update(object self, JinjaCall call)
    {
        var dict = (JinjaDict)self;
        GlobalTable.Update(dict, GlobalTable.MakeDict(call));
        return null;
    }

    private static object? FromKeys(object self, JinjaCall call)
    {
        var arguments = call.Bind("fromkeys", "iterable", "value?");
        var dict = new JinjaDict();
        foreach (var key in Iteration.Over(arguments[0]))
        {
            dict.Set(key, arguments[1]);
        }

        return dict;
    }
}

internal enum DictViewKind
{
    Keys,
    Values,
    Items,
}

/// <summary>What <c>keys()</c>, <c>values()</c> and <c>items()</c> give: they follow the dictionary.</summary>
internal sealed class DictView(JinjaDict dict, DictViewKind kind) : JinjaObject
{
    public override string TypeName => $"dict_{kind.ToString().ToLowerInvariant()}";

    public override int? Length => dict.Count;

    public override string Repr() => $"{TypeName}({Text.Repr(new JinjaList(new List<object?>(Iterate())))})";

    public override IEnumerable<object?> Iterate() => Iteration.OverDict(dict, kind switch
    {
        DictViewKind.Keys => static (d, i) => d.KeyAt(i),
        DictViewKind.Values => static (d, i) => d.ValueAt(i),
        _ => static (d, i) => new JinjaTuple(new[] { d.KeyAt(i), d.ValueAt(i) }),
    });

    public override bool? Contains(object? value) => kind switch
    {
        DictViewKind.Keys => dict.ContainsKey(value),
        DictViewKind.Items => value is JinjaTuple { Count: 2 } pair
            && dict.TryGetValue(pair[0], out var found) && Equality.AreEqual(found, pair[1]),
        _ => null,
    };

    public override bool Equals(object? obj) => obj is DictView other && kind != DictViewKind.Values
        && Length == other.Length && Iterate().All(item => other.Contains(item) == true);

    public override int GetHashCode() => throw Fail.Unhashable(this);
}
