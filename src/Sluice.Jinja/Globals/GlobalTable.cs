using Sluice.Jinja.Values;

namespace Sluice.Jinja.Globals;

/// <summary>The names that the language gives every template.</summary>
internal static class GlobalTable
{
    private static readonly JinjaFunction RangeFunction = new("range", JinjaRange.Make);
    private static readonly DictType DictFunction = new();
    private static readonly JinjaFunction NamespaceFunction = new("namespace", MakeNamespace);
    private static readonly JinjaFunction CyclerFunction = new("cycler", call => new Cycler(call.ArgArray));
    private static readonly JinjaFunction JoinerFunction = new("joiner", MakeJoiner);

    internal static Dictionary<string, object?> Create() => new(StringComparer.Ordinal)
    {
        ["range"] = RangeFunction,
        ["dict"] = DictFunction,
        ["namespace"] = NamespaceFunction,
        ["cycler"] = CyclerFunction,
        ["joiner"] = JoinerFunction,
    };

    /// <summary>What <c>dict(…)</c> and <c>namespace(…)</c> are filled with: a mapping or pairs, then keywords.</summary>
    internal static JinjaDict MakeDict(JinjaCall call)
    {
        var dict = new JinjaDict();
        if (call.ArgArray.Length > 1)
        {
            throw Fail.Arguments($"`dict` takes at most 1 argument, but {call.ArgArray.Length} were given");
        }

        if (call.ArgArray.Length == 1)
        {
            Update(dict, call.ArgArray[0]);
        }

        foreach (var (name, value) in call.KwargArray)
        {
            dict.Set(name, value);
        }

        return dict;
    }

    internal static void Update(JinjaDict dict, object? source)
    {
        switch (source)
        {
            case JinjaDict other:
                foreach (var (key, value) in other.ToArray())
                {
                    dict.Set(key, value);
                }

                break;
            case JinjaNamespace space:
                Update(dict, space.Items);
                break;
            case Undefined undefined:
                throw Undefineds.Used(undefined);
            default:
                foreach (var pair in Iteration.Over(source))
                {
                    var items = Iteration.ToArray(pair);
                    if (items.Length != 2)
                    {
                        throw Fail.Value($"a dictionary is made of pairs, but {Text.Repr(pair)} has {items.Length} elements");
                    }

                    dict.Set(items[0], items[1]);
                }

                break;
        }
    }

    private static JinjaNamespace MakeNamespace(JinjaCall call) => new(MakeDict(call));

    private static Joiner MakeJoiner(JinjaCall call)
    {
        var arguments = call.Bind("joiner", "sep?");
        return new Joiner(arguments.Or(0, ", "));
    }
}

/// <summary><c>dict</c>: makes dictionaries, and has the one method that needs none.</summary>
internal sealed class DictType : JinjaCallable
{
    public override string Name => "dict";

    public override string TypeName => "type";

    public override string Repr() => "<class 'dict'>";

    public override object? Invoke(JinjaCall call) => GlobalTable.MakeDict(call);

    public override bool TryGetAttribute(string name, out object? value) => Methods.MethodTable.TryGet(
        string.Equals(name, "fromkeys", StringComparison.Ordinal) ? new JinjaDict() : null, name, out value);
}

/// <summary><c>namespace()</c>: attributes that inner scopes can assign.</summary>
internal sealed class JinjaNamespace(JinjaDict items) : JinjaObject
{
    internal JinjaDict Items { get; } = items;

    public override string TypeName => "Namespace";

    public override string Repr() => $"<Namespace {Text.Repr(Items)}>";

    public override bool TryGetAttribute(string name, out object? value) => Items.TryGetValue(name, out value);

    public override bool TryGetItem(object? key, out object? value) => Items.TryGetValue(key, out value);

    public override bool TrySetAttribute(string name, object? value)
    {
        Items.Set(name, value);
        return true;
    }
}

/// <summary><c>cycler('a', 'b')</c>: gives its values in turn.</summary>
internal sealed class Cycler(object?[] items) : JinjaObject
{
    private readonly object?[] _items = items.Length == 0
        ? throw Fail.Arguments("`cycler` needs at least one value") : items;

    private int _position;

    public override string TypeName => "Cycler";

    public override bool TryGetAttribute(string name, out object? value)
    {
        value = name switch
        {
            "current" => _items[_position],
            "items" => new JinjaTuple(_items),
            "pos" => Box.Of((long)_position),
            "next" => new JinjaFunction("next", _ => Next()),
            "reset" => new JinjaFunction("reset", _ => Reset()),
            _ => Sentinel.Missing,
        };
        return !ReferenceEquals(value, Sentinel.Missing);
    }

    private object? Next()
    {
        var value = _items[_position];
        _position = (_position + 1) % _items.Length;
        return value;
    }

    private object? Reset()
    {
        _position = 0;
        return null;
    }
}

/// <summary><c>joiner(', ')</c>: nothing at the first call, the separator at each later one.</summary>
internal sealed class Joiner(object? separator) : JinjaCallable
{
    private bool _isUsed;

    public override string Name => "joiner";

    public override string TypeName => "Joiner";

    public override object? Invoke(JinjaCall call)
    {
        var value = _isUsed ? separator : "";
        _isUsed = true;
        return value;
    }

    public override bool TryGetAttribute(string name, out object? value)
    {
        value = name switch { "sep" => separator, "used" => Box.Of(_isUsed), _ => Sentinel.Missing };
        return !ReferenceEquals(value, Sentinel.Missing);
    }
}
