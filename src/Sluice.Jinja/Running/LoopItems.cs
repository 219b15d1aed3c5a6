namespace Sluice.Jinja.Running;

/// <summary>What a loop goes over. Structures, so that each way of going over something is compiled for itself.</summary>
internal interface ILoopItems
{
    bool TryNext(Frame frame, out object? item);
}

/// <summary>A list, which may change its length on the way.</summary>
internal struct ItemsOfList(JinjaList list) : ILoopItems
{
    private int _next;

    public bool TryNext(Frame frame, out object? item)
    {
        var items = list.Items;
        var found = _next < items.Count;
        item = found ? items[_next++] : null;
        return found;
    }
}

/// <summary>Anything else.</summary>
internal readonly struct ItemsOfAny(IEnumerator<object?> items) : ILoopItems
{
    public bool TryNext(Frame frame, out object? item)
    {
        var found = items.MoveNext();
        item = found ? items.Current : null;
        return found;
    }
}

/// <summary>The items of a loop whose body asks for <c>loop</c>, which is set anew for each: the body may have assigned it.</summary>
internal readonly struct ItemsOfLoop(LoopObject loop, int slot) : ILoopItems
{
    public bool TryNext(Frame frame, out object? item)
    {
        var found = loop.MoveNext();
        item = found ? loop.Current : null;
        if (found)
        {
            frame.Slots[slot] = loop;
        }

        return found;
    }
}
