namespace Sluice.Diagnostics;

/// <summary>Finds the name that the user most likely meant.</summary>
public static class Nearest
{
    /// <summary>
    /// The candidate with the fewest typing errors against <paramref name="name"/>, case ignored; null where none is
    /// within a third of the name's length (at least one error is allowed).
    /// </summary>
    /// <remarks>A typing error is an insertion, a deletion, a substitution or a swap of two neighbours.</remarks>
    public static string? To(string name, IEnumerable<string> candidates)
    {
        var allowed = Math.Max(1, name.Length / 3);
        string? best = null;
        foreach (var candidate in candidates)
        {
            if (Math.Abs(candidate.Length - name.Length) > allowed)
            {
                continue;
            }

            var distance = Distance(name, candidate);
            if (distance < allowed || (distance == allowed && best is null))
            {
                best = candidate;
                allowed = distance;
            }
        }

        return best;
    }

    /// <summary>The hint <c>did you mean `x`?</c>, or null where no candidate is near.</summary>
    public static string? Hint(string name, IEnumerable<string> candidates) =>
        To(name, candidates) is { } nearest ? $"did you mean `{nearest}`?" : null;

    // Optimal string alignment distance over three rolling rows.
    private static int Distance(string left, string right)
    {
        var beforeLast = new int[right.Length + 1];
        var last = Enumerable.Range(0, right.Length + 1).ToArray();
        var current = new int[right.Length + 1];
        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var same = char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]);
                var cost = Math.Min(Math.Min(current[j - 1], last[j]) + 1, last[j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1
                    && char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 2])
                    && char.ToLowerInvariant(left[i - 2]) == char.ToLowerInvariant(right[j - 1]))
                {
                    cost = Math.Min(cost, beforeLast[j - 2] + 1);
                }

                current[j] = cost;
            }

            (beforeLast, last, current) = (last, current, beforeLast);
        }

        return last[right.Length];
    }
}
