namespace Sluice.Jinja.Values;

/// <summary>Stable sorting by <c>&lt;</c> alone, as Python does it.</summary>
internal static class Sorting
{
    internal static List<object?> Sort(IEnumerable<object?> items, Func<object?, object?> keyOf, bool isReverse)
    {
        var entries = items.Select(item => (Key: keyOf(item), Item: item)).ToArray();
        if (isReverse)
        {
            // Equal elements keep their order when the sort is reversed.
            Array.Reverse(entries);
        }

        MergeSort(entries);
        if (isReverse)
        {
            Array.Reverse(entries);
        }

        return [.. entries.Select(entry => entry.Item)];
    }

    private static void MergeSort((object? Key, object? Item)[] entries)
    {
        var source = entries;
        var target = new (object? Key, object? Item)[entries.Length];
        for (var width = 1; width < entries.Length; width *= 2)
        {
            for (var start = 0; start < entries.Length; start += 2 * width)
            {
                var middle = Math.Min(start + width, entries.Length);
                Merge(source, target, start, middle, Math.Min(start + (2 * width), entries.Length));
            }

            (source, target) = (target, source);
        }

        if (!ReferenceEquals(source, entries))
        {
            Array.Copy(source, entries, entries.Length);
        }
    }

    private static void Merge(
        (object? Key, object? Item)[] source, (object? Key, object? Item)[] target, int start, int middle, int end)
    {
        var (left, right) = (start, middle);
        for (var i = start; i < end; i++)
        {
            var takesLeft = right >= end || (left < middle && !Ordering.Less(source[right].Key, source[left].Key));
            target[i] = takesLeft ? source[left++] : source[right++];
        }
    }
}
