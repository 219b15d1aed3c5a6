namespace Sbir.Tests.Enrich;

/// <summary>The token-set ratio as its definition says it, with whole strings and a table of all letters.</summary>
internal static class TokenSetOracle
{
    internal static double Ratio(string left, string right)
    {
        var ofLeft = left.Split(' ').ToHashSet();
        var ofRight = right.Split(' ').ToHashSet();
        var common = Join(ofLeft.Intersect(ofRight));
        var onlyLeft = Join(ofLeft.Except(ofRight));
        var onlyRight = Join(ofRight.Except(ofLeft));
        if (common.Length > 0 && (onlyLeft.Length == 0 || onlyRight.Length == 0))
        {
            return 1;
        }

        var all = common.Length == 0
            ? new[] { Similarity(onlyLeft, onlyRight) }
            : [Similarity(common, $"{common} {onlyLeft}"), Similarity(common, $"{common} {onlyRight}"), Similarity($"{common} {onlyLeft}", $"{common} {onlyRight}")];
        return all.Max();
    }

    private static string Join(IEnumerable<string> words) => string.Join(' ', words.Order(StringComparer.Ordinal));

    private static double Similarity(string left, string right) => 2.0 * Common(left, right) / (left.Length + right.Length);

    private static int Common(string left, string right)
    {
        var table = new int[left.Length + 1, right.Length + 1];
        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                table[i, j] = left[i - 1] == right[j - 1] ? table[i - 1, j - 1] + 1 : Math.Max(table[i - 1, j], table[i, j - 1]);
            }
        }

        return table[left.Length, right.Length];
    }
}
