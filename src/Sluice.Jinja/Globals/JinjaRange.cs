using Sluice.Jinja.Values;

namespace Sluice.Jinja.Globals;

/// <summary><c>range(start, stop, step)</c>: integers that are made while they are asked for.</summary>
internal sealed class JinjaRange(long start, long stop, long step) : JinjaObject
{
    internal long Count { get; } = CountOf(start, stop, step);

    public override string TypeName => "range";

    public override int? Length => (int)Math.Min(Count, int.MaxValue);

    public override string Repr() => step == 1 ? $"range({start}, {stop})" : $"range({start}, {stop}, {step})";

    public override IEnumerable<object?> Iterate()
    {
        for (var i = 0L; i < Count; i++)
        {
            yield return Box.Of(start + (i * step));
        }
    }

    public override bool TryGetItem(object? key, out object? value)
    {
        value = null;
        if (!Numbers.TryLong(key, out var index))
        {
            return false;
        }

        index += index < 0 ? Count : 0;
        if (index < 0 || index >= Count)
        {
            return false;
        }

        value = Box.Of(start + (index * step));
        return true;
    }

    public override bool TryGetAttribute(string name, out object? value)
    {
        value = name switch
        {
            "start" => Box.Of(start),
            "stop" => Box.Of(stop),
            "step" => Box.Of(step),
            "count" => new JinjaFunction("count", call => Contains(call.Bind("count", "value")[0]) == true ? 1L : 0L),
            "index" => new JinjaFunction("index", IndexOf),
            _ => Sentinel.Missing,
        };
        return !ReferenceEquals(value, Sentinel.Missing);
    }

    public override bool? Contains(object? value)
    {
        if (value is double real && real == Math.Floor(real) && Math.Abs(real) < 9e18)
        {
            value = (long)real;
        }

        return Numbers.TryLong(value, out var number) && Count > 0 && (number - start) % step == 0
            && (number - start) / step is var index && index >= 0 && index < Count;
    }

    public override bool Equals(object? obj) => obj is JinjaRange other && Count == other.Count
        && (Count == 0 || (First == other.First && (Count == 1 || Step == other.Step)));

    public override int GetHashCode() => HashCode.Combine(Count, Count == 0 ? 0 : start);

    internal static object? Make(JinjaCall call)
    {
        if (call.KwargArray.Length > 0)
        {
            throw Fail.Arguments("`range` takes no keyword arguments");
        }

        var numbers = Array.ConvertAll(call.ArgArray, ToInteger);
        return numbers switch
        {
            [var stop] => new JinjaRange(0, stop, 1),
            [var start, var stop] => new JinjaRange(start, stop, 1),
            [_, _, 0] => throw Fail.Value("the step of a `range` cannot be zero"),
            [var start, var stop, var step] => new JinjaRange(start, stop, step),
            [] => throw Fail.Arguments("`range` needs at least 1 argument"),
            _ => throw Fail.Arguments($"`range` takes at most 3 arguments, but {numbers.Length} were given"),
        };
    }

    internal JinjaRange Slice((long First, long Count, long Stride) bounds)
    {
        var from = start + (bounds.First * step);
        var by = step * bounds.Stride;
        return new JinjaRange(from, from + (bounds.Count * by), by);
    }

    private long First => start;

    private long Step => step;

    private static long CountOf(long start, long stop, long step)
    {
        var span = step > 0 ? (System.Int128)stop - start : (System.Int128)start - stop;
        return span <= 0 ? 0 : (long)(((span - 1) / Math.Abs(step)) + 1);
    }

    private static long ToInteger(object? value) => Numbers.TryLong(value, out var number)
        ? number
        : throw Undefineds.Check(value, null) ?? Fail.Type($"`{TypeNames.Of(value)}` object cannot be interpreted as an integer");

    private object? IndexOf(JinjaCall call)
    {
        var value = call.Bind("index", "value")[0];
        return Contains(value) == true && Numbers.TryLong(value, out var number)
            ? Box.Of((number - start) / step)
            : throw Fail.Value($"{Text.Repr(value)} is not in the range");
    }
}
