using Sluice.Jinja.Values;

namespace Sluice.Jinja.Running;

/// <summary>The variable <c>loop</c>: where the loop is, and what is before and behind.</summary>
internal sealed class LoopObject(IEnumerable<object?>? items, object? whole, Recursion? recursion, Frame frame) : JinjaObject
{
    private readonly List<object?>? _list = (whole as JinjaList)?.Items;
    private IEnumerator<object?>? _items = whole is JinjaList ? null : items!.GetEnumerator();
    private int _taken;
    private object? _previous = Sentinel.Missing;
    private object? _current = Sentinel.Missing;
    private object? _next = Sentinel.Missing;
    private JinjaTuple? _lastChanged;
    private int _index = -1;
    private int _length = -1;

    public override string TypeName => "LoopContext";

    public override bool IsCallable => true;

    public override int? Length => CountAll();

    internal object? Current => _current;

    public override string Repr() => $"<LoopContext {_index + 1}/{CountAll()}>";

    public override object? Invoke(JinjaCall call)
    {
        if (recursion is null)
        {
            throw Fail.Type("the loop can only be called where it is marked as recursive", "write `{% for … in … recursive %}`");
        }

        var arguments = call.Bind("loop", "iterable");
        return recursion.Run(arguments[0], call);
    }

    public override bool TryGetAttribute(string name, out object? value)
    {
        var found = TryMember(name, out var member);
        value = found ? Get(member) : null;
        return found;
    }

    internal static bool TryMember(string name, out LoopMember member)
    {
        (var found, member) = name switch
        {
            "index" => (true, LoopMember.Index),
            "index0" => (true, LoopMember.Index0),
            "first" => (true, LoopMember.First),
            "last" => (true, LoopMember.Last),
            "length" => (true, LoopMember.Length),
            "revindex" => (true, LoopMember.RevIndex),
            "revindex0" => (true, LoopMember.RevIndex0),
            "depth" => (true, LoopMember.Depth),
            "depth0" => (true, LoopMember.Depth0),
            "previtem" => (true, LoopMember.PrevItem),
            "nextitem" => (true, LoopMember.NextItem),
            "cycle" => (true, LoopMember.Cycle),
            "changed" => (true, LoopMember.Changed),
            _ => (false, default),
        };
        return found;
    }

    /// <summary>Answers the questions that have no other answer than yes or no.</summary>
    internal bool TryHolds(LoopMember member, out bool holds)
    {
        holds = member == LoopMember.First ? _index == 0 : member == LoopMember.Last && !Peek();
        return member is LoopMember.First or LoopMember.Last;
    }

    internal object? Get(LoopMember member) => member switch
    {
        LoopMember.Index => Box.Of(_index + 1L),
        LoopMember.Index0 => Box.Of((long)_index),
        LoopMember.First => Box.Of(_index == 0),
        LoopMember.Last => Box.Of(!Peek()),
        LoopMember.Length => Box.Of((long)CountAll()),
        LoopMember.RevIndex => Box.Of((long)CountAll() - _index),
        LoopMember.RevIndex0 => Box.Of((long)CountAll() - _index - 1),
        LoopMember.Depth => Box.Of((recursion?.Depth ?? 0) + 1L),
        LoopMember.Depth0 => Box.Of((long)(recursion?.Depth ?? 0)),
        LoopMember.PrevItem => Given(_previous, "previtem", "there is no previous item"),
        LoopMember.NextItem => Given(Peek() ? _next : Sentinel.Missing, "nextitem", "there is no next item"),
        LoopMember.Cycle => new JinjaFunction("cycle", Cycle),
        _ => new JinjaFunction("changed", Changed),
    };

    internal bool MoveNext()
    {
        if (!Peek())
        {
            return false;
        }

        _previous = _current;
        _current = _next;
        _next = Sentinel.Missing;
        _index++;
        return true;
    }

    private bool Peek()
    {
        if (!ReferenceEquals(_next, Sentinel.Missing))
        {
            return true;
        }

        if (_list is not null)
        {
            if (_taken >= _list.Count)
            {
                return false;
            }

            _next = _list[_taken++];
            return true;
        }

        if (!_items!.MoveNext())
        {
            return false;
        }

        _next = _items.Current;
        return true;
    }

    // What cannot be counted is taken to its end; the loop goes on over the copy.
    private int CountAll()
    {
        if (_length >= 0)
        {
            return _length;
        }

        if (whole is not null and not JinjaStream && Iteration.TryLength(whole) is { } known)
        {
            return _length = known;
        }

        var rest = new List<object?>();
        while (_items!.MoveNext())
        {
            rest.Add(_items.Current);
        }

        _items = rest.GetEnumerator();
        return _length = rest.Count + _index + 1 + (ReferenceEquals(_next, Sentinel.Missing) ? 0 : 1);
    }

    private object? Given(object? value, string name, string message) => ReferenceEquals(value, Sentinel.Missing)
        ? new Undefined(name, frame.Unit.Environment.Options.Undefined, message)
        : value;

    private object? Cycle(JinjaCall call) => call.Args.Count == 0
        ? throw Fail.Arguments("`cycle` needs at least one value")
        : call.Args[_index % call.Args.Count];

    private object? Changed(JinjaCall call)
    {
        var now = new JinjaTuple(call.ArgArray);
        if (_lastChanged is not null && Equality.AreEqual(_lastChanged, now))
        {
            return Box.False;
        }

        _lastChanged = now;
        return Box.True;
    }
}

/// <summary>What <c>loop</c> can be asked for.</summary>
internal enum LoopMember
{
    Index,
    Index0,
    First,
    Last,
    Length,
    RevIndex,
    RevIndex0,
    Depth,
    Depth0,
    PrevItem,
    NextItem,
    Cycle,
    Changed,
}
