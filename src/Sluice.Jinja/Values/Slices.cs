using System.Numerics;

namespace Sluice.Jinja.Values;

/// <summary>What <c>x[a:b:c]</c> means.</summary>
internal static class Slices
{
    internal static object? Of(object? value, object? start, object? stop, object? step)
    {
        switch (value)
        {
            case string text:
                return OfText(text, start, stop, step);
            case Markup markup:
                return new Markup(OfText(markup.Text, start, stop, step));
            case JinjaList list:
                return new JinjaList(Pick(list.Items, start, stop, step));
            case JinjaTuple tuple:
                return new JinjaTuple(Pick(tuple.Items, start, stop, step).ToArray());
            case JinjaObject item and not Methods.DictView
                when item.Length is { } length && item.Iterate() is { } items && !item.IsMapping:
                _ = length;
                return item is Globals.JinjaRange range
                    ? range.Slice(Bounds(range.Count, start, stop, step))
                    : new JinjaList(Pick([.. items.Select(JinjaValue.From)], start, stop, step));
            case Undefined { Kind: UndefinedKind.Chainable }:
                return value;
            case Undefined undefined:
                throw Undefineds.Used(undefined);
            default:
                throw value is JinjaDict
                    ? Fail.Unhashable("slice")
                    : Fail.Type($"`{TypeNames.Of(value)}` object cannot be sliced");
        }
    }

    /// <summary>First index, number of elements, and stride.</summary>
    internal static (long First, long Count, long Stride) Bounds(long length, object? start, object? stop, object? step)
    {
        var stride = step is null ? 1 : Index(step);
        if (stride == 0)
        {
            throw Fail.Value("a slice step cannot be zero");
        }

        var (least, most) = stride > 0 ? (0L, length) : (-1L, length - 1);
        var first = Clamp(start, stride > 0 ? least : most, least, most, length);
        var last = Clamp(stop, stride > 0 ? most : least, least, most, length);
        var span = stride > 0 ? last - first : first - last;
        return (first, span <= 0 ? 0 : ((span - 1) / Math.Abs(stride)) + 1, stride);
    }

    private static long Clamp(object? index, long missing, long least, long most, long length)
    {
        if (index is null)
        {
            return missing;
        }

        var place = Index(index);
        return Math.Clamp(place < 0 ? place + length : place, least, most);
    }

    private static long Index(object? value)
    {
        if (Numbers.TryLong(value, out var index))
        {
            return Math.Clamp(index, long.MinValue / 4, long.MaxValue / 4);
        }

        return value is BigInteger big
            ? big.Sign * (long.MaxValue / 4)
            : throw Undefineds.Check(value, null)
                ?? Fail.Type($"slice indices must be integers or none, not `{TypeNames.Of(value)}`");
    }

    private static string OfText(string text, object? start, object? stop, object? step)
    {
        if (!Texts.HasPairs(text))
        {
            var (first, count, stride) = Bounds(text.Length, start, stop, step);
            return stride == 1
                ? text.Substring((int)first, (int)count)
                : string.Create((int)count, (text, first, stride), static (target, source) =>
                {
                    for (var i = 0; i < target.Length; i++)
                    {
                        target[i] = source.text[(int)(source.first + (i * source.stride))];
                    }
                });
        }

        return string.Concat(Pick(Texts.Split(text), start, stop, step));
    }

    private static List<T> Pick<T>(IReadOnlyList<T> items, object? start, object? stop, object? step)
    {
        var (first, count, stride) = Bounds(items.Count, start, stop, step);
        var picked = new List<T>((int)count);
        for (var i = 0; i < count; i++)
        {
            picked.Add(items[(int)(first + (i * stride))]);
        }

        return picked;
    }
}
