namespace Sluice.Jinja.Values;

/// <summary>What <c>==</c> means.</summary>
internal static class Equality
{
    internal static bool AreEqual(object? left, object? right)
    {
        if (left is string a)
        {
            return right switch
            {
                string b => string.Equals(a, b, StringComparison.Ordinal),
                Markup b => string.Equals(a, b.Text, StringComparison.Ordinal),
                Undefined b => Look(b),
                JinjaObject b => b.Equals(left),
                _ => false,
            };
        }

        if (left is long x && right is long y)
        {
            return x == y;
        }

        if (Numbers.IsNumber(left) && Numbers.IsNumber(right))
        {
            return Numbers.Compare(left!, right!) == 0;
        }

        return (left, right) switch
        {
            (Undefined l, _) => OfUndefined(l, right),
            (_, Undefined r) => OfUndefined(r, left),
            (null, null) => true,
            (null, _) or (_, null) => false,
            (Markup l, _) => string.Equals(l.Text, right as string ?? (right as Markup)?.Text, StringComparison.Ordinal),
            (JinjaList l, JinjaList r) => l.Count == r.Count && SequencesEqual(l, r),
            (JinjaTuple l, JinjaTuple r) => l.Count == r.Count && SequencesEqual(l, r),
            (JinjaDict l, JinjaDict r) => DictsEqual(l, r),
            (JinjaSet l, JinjaSet r) => l.Count == r.Count && l.All(r.Contains),
            (JinjaObject l, _) => l.Equals(right),
            (_, JinjaObject r) => r.Equals(left),
            _ => ReferenceEquals(left, right),
        };
    }

    private static bool OfUndefined(Undefined undefined, object? other)
    {
        Undefineds.Look(undefined);
        return other is Undefined same && same.Kind == undefined.Kind;
    }

    private static bool Look(Undefined undefined)
    {
        Undefineds.Look(undefined);
        return false;
    }

    private static bool SequencesEqual(IReadOnlyList<object?> left, IReadOnlyList<object?> right)
    {
        Nesting.Check();
        for (var i = 0; i < left.Count && i < right.Count; i++)
        {
            if (!ReferenceEquals(left[i], right[i]) && !AreEqual(left[i], right[i]))
            {
                return false;
            }
        }

        return left.Count == right.Count;
    }

    private static bool DictsEqual(JinjaDict left, JinjaDict right)
    {
        Nesting.Check();
        if (left.Count != right.Count)
        {
            return false;
        }

        foreach (var (key, value) in left)
        {
            if (!right.TryGetValue(key, out var other) || !AreEqual(value, other))
            {
                return false;
            }
        }

        return true;
    }
}
