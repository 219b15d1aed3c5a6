namespace Sluice.Jinja.Values;

/// <summary>Stable sorting by <c>&lt;</c> alone, as Python does it.</summary>
internal static class Sorting
{
    internal static List<object?> Sort(IEnumerable<object?> items, Func<object?, object?> keyOf, bool isReverse, bool asElements = false)
    {
        var entries = items.Select(item => (Key: keyOf(item), Item: item)).ToArray();
        if (isReverse)
        {
            // Equal elements keep their order when the sort is reversed.
            Array.Reverse(entries);
        }

        MergeSort(entries, asElements ? ElementLess : Ordering.Less);
        if (isReverse)
        {
            Array.Reverse(entries);
        }

        return [.. entries.Select(entry => entry.Item)];
    }

    // Elements of lists are compared only where they differ.
    private static bool ElementLess(object? left, object? right) => left is long x && right is long y
        ? x < y : !Equality.AreEqual(left, right) && Ordering.Less(left, right);

    private static void MergeSort((object? Key, object? Item)[] entries, Func<object?, object?, bool> less)
    {
        var source = entries;
        var target = new (object? Key, object? Item)[entries.Length];
        for (var width = 1; width < entries.Length; width *= 2)
        {
            for (var start = 0; start < entries.Length; start += 2 * width)
            {
                var middle = Math.Min(start + width, entries.Length);
                Merge(source, target, start, middle, Math.Min(start + (2 * width), entries.Length), less);
            }

            (source, target) = (target, source);
        }

        if (!ReferenceEquals(source, entries))
        {
            Array.Copy(source, entries, entries.Length);
        }
    }

    private static void Merge(
        (object? Key, object? Item)[] source, (object? Key, object? Item)[] target, int start, int middle, int end,
        Func<object?, object?, bool> less)
    {
        var (left, right) = (start, middle);
        for (var i = start; i < end; i++)
        {
            var takesLeft = right >= end || (left < middle && !less(source[right].Key, source[left].Key));
            target[i] = takesLeft ? source[left++] : source[right++];
        }
    }
}
