namespace Sluice.Jinja.Values;

/// <summary>What <c>&lt; &lt;= &gt; &gt;=</c> and sorting mean.</summary>
internal static class Ordering
{
    internal static bool Less(object? left, object? right) => Compare(left, right, "<") == -1;

    internal static bool LessOrEqual(object? left, object? right) =>
        left is JinjaSet a && right is JinjaSet b ? a.All(b.Contains) : Compare(left, right, "<=") is -1 or 0;

    internal static bool Greater(object? left, object? right) => Compare(left, right, ">") == 1;

    internal static bool GreaterOrEqual(object? left, object? right) =>
        left is JinjaSet a && right is JinjaSet b ? b.All(a.Contains) : Compare(left, right, ">=") is 1 or 0;

    /// <summary>-1, 0, 1, or 2 where the two have no order (NaN, sets that only overlap).</summary>
    internal static int Compare(object? left, object? right, string symbol)
    {
        if (left is long x && right is long y)
        {
            return x.CompareTo(y);
        }

        if ((left as string ?? (left as Markup)?.Text) is { } a && (right as string ?? (right as Markup)?.Text) is { } b)
        {
            return Math.Sign(CompareText(a, b));
        }

        if (Numbers.IsNumber(left) && Numbers.IsNumber(right))
        {
            return Numbers.Compare(left!, right!);
        }

        return (left, right) switch
        {
            (JinjaList l, JinjaList r) => CompareSequences(l, r, symbol),
            (JinjaTuple l, JinjaTuple r) => CompareSequences(l, r, symbol),
            (JinjaSet l, JinjaSet r) => CompareSets(l, r),
            (JinjaObject l, _) when l.CompareTo(right) is { } order => Math.Sign(order),
            (_, JinjaObject r) when r.CompareTo(left) is { } order => -Math.Sign(order),
            _ => throw Fail.NotOrdered(symbol, left, right),
        };
    }

    private static int CompareSequences(IReadOnlyList<object?> left, IReadOnlyList<object?> right, string symbol)
    {
        Nesting.Check();
        for (var i = 0; i < left.Count && i < right.Count; i++)
        {
            if (!Equality.AreEqual(left[i], right[i]))
            {
                return Compare(left[i], right[i], symbol);
            }
        }

        return left.Count.CompareTo(right.Count);
    }

    private static int CompareSets(JinjaSet left, JinjaSet right)
    {
        if (left.Count < right.Count)
        {
            return left.All(right.Contains) ? -1 : 2;
        }

        return right.All(left.Contains) ? left.Count == right.Count ? 0 : 1 : 2;
    }

    // By code point, which differs from UTF-16 order where a surrogate meets a character above it.
    private static int CompareText(string left, string right)
    {
        var length = Math.Min(left.Length, right.Length);
        for (var i = 0; i < length; i++)
        {
            if (left[i] != right[i])
            {
                var leftIsPair = char.IsSurrogate(left[i]);
                return leftIsPair == char.IsSurrogate(right[i]) ? left[i] - right[i] : leftIsPair ? 1 : -1;
            }
        }

        return left.Length.CompareTo(right.Length);
    }
}
