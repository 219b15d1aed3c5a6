using Sluice.Jinja.Methods;

namespace Sluice.Jinja.Values;

/// <summary>What <c>x.name</c> and <c>x[key]</c> mean.</summary>
internal static class Members
{
    internal static object? Attribute(object? owner, string name, UndefinedKind kind)
    {
        if (TryAttribute(owner, name, out var value) || TryElement(owner, name, out value))
        {
            return value;
        }

        return Missing(owner, name, kind);
    }

    internal static object? Item(object? owner, object? key, UndefinedKind kind)
    {
        if (TryElement(owner, key, out var value))
        {
            return value;
        }

        return key is string or Markup && TryAttribute(owner, Text.Of(key), out value)
            ? value
            : Missing(owner, key, kind);
    }

    internal static object? Missing(object? owner, object? key, UndefinedKind kind)
    {
        if (owner is not Undefined undefined)
        {
            return Undefined.Member(owner, key, kind);
        }

        return undefined.Kind == UndefinedKind.Chainable ? undefined : throw Undefineds.Used(undefined);
    }

    /// <summary>Whether the value has the attribute itself, its elements left aside.</summary>
    internal static bool TryAttribute(object? owner, string name, out object? value)
    {
        if (owner is JinjaObject item)
        {
            var found = item.TryGetAttribute(name, out value);
            value = found ? JinjaValue.From(value) : null;
            return found;
        }

        return MethodTable.TryGet(owner, name, out value);
    }

    internal static bool TryElement(object? owner, object? key, out object? value)
    {
        switch (owner)
        {
            case JinjaDict dict:
                return IsHashable(key) ? dict.TryGetValue(key, out value) : None(out value);
            case JinjaList list:
                return TryAt(list.Items, key, out value);
            case JinjaTuple tuple:
                return TryAt(tuple.Items, key, out value);
            case string text:
                return TryCharacter(text, key, out value);
            case Markup markup:
                var found = TryCharacter(markup.Text, key, out value);
                value = found ? new Markup((string)value!) : null;
                return found;
            case JinjaObject item:
                found = item.TryGetItem(key, out value);
                value = found ? JinjaValue.From(value) : null;
                return found;
            default:
                value = null;
                return false;
        }
    }

    private static bool IsHashable(object? key) => key switch
    {
        JinjaList or JinjaDict or JinjaSet => false,
        JinjaTuple tuple => Array.TrueForAll(tuple.Items, IsHashable),
        Undefined { Kind: UndefinedKind.Strict } undefined => throw Undefineds.Used(undefined),
        _ => true,
    };

    private static bool None(out object? value)
    {
        value = null;
        return false;
    }

    private static bool TryAt(IReadOnlyList<object?> items, object? key, out object? value)
    {
        value = null;
        if (!Numbers.TryLong(key, out var index))
        {
            return false;
        }

        index += index < 0 ? items.Count : 0;
        if (index < 0 || index >= items.Count)
        {
            return false;
        }

        value = items[(int)index];
        return true;
    }

    private static bool TryCharacter(string text, object? key, out object? value)
    {
        value = null;
        if (!Numbers.TryLong(key, out var index))
        {
            return false;
        }

        if (Texts.HasPairs(text))
        {
            return TryAt(Texts.Split(text), key, out value);
        }

        index += index < 0 ? text.Length : 0;
        if (index < 0 || index >= text.Length)
        {
            return false;
        }

        value = Texts.OfChar(text[(int)index]);
        return true;
    }
}
