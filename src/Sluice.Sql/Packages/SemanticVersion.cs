using System.Globalization;
using System.Numerics;

namespace Sluice.Sql.Packages;

/// <summary>A version as semver.org orders them; what follows <c>+</c> does not count.</summary>
internal sealed class SemanticVersion : IComparable<SemanticVersion>, IEquatable<SemanticVersion>
{
    private readonly BigInteger[] _numbers;
    private readonly string[] _pre;
    private readonly string _text;

    private SemanticVersion(BigInteger[] numbers, string[] pre, string text)
    {
        _numbers = numbers;
        _pre = pre;
        _text = text;
    }

    internal bool IsPrerelease => _pre.Length > 0;

    public int CompareTo(SemanticVersion? other)
    {
        if (other is null)
        {
            return 1;
        }

        for (var i = 0; i < 3; i++)
        {
            if (_numbers[i].CompareTo(other._numbers[i]) is not 0 and var order)
            {
                return order;
            }
        }

        return ComparePre(_pre, other._pre);
    }

    public bool Equals(SemanticVersion? other) => CompareTo(other) == 0;

    public override bool Equals(object? obj) => Equals(obj as SemanticVersion);

    public override int GetHashCode() => HashCode.Combine(_numbers[0], _numbers[1], _numbers[2], _pre.Length);

    public override string ToString() => _text;

    /// <summary>Reads <c>1.2.3-rc1</c>, with or without a <c>v</c> in front; null where it is none. What is missing behind the first number is 0.</summary>
    internal static SemanticVersion? Parse(string text)
    {
        var core = text.Trim().TrimStart('v').Split('+')[0];
        var dash = core.IndexOf('-', StringComparison.Ordinal);
        var digits = (dash < 0 ? core : core[..dash]).Split('.');
        var numbers = new BigInteger[3];
        if (digits.Length > 3)
        {
            return null;
        }

        for (var i = 0; i < digits.Length; i++)
        {
            if (!BigInteger.TryParse(digits[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
            {
                return null;
            }
        }

        return new SemanticVersion(numbers, dash < 0 ? [] : core[(dash + 1)..].Split('.'), text.Trim());
    }

    // A release is above its prereleases; numbers count as numbers and are below words.
    private static int ComparePre(string[] left, string[] right)
    {
        if (left.Length == 0 || right.Length == 0)
        {
            return (right.Length == 0 ? 0 : 1) - (left.Length == 0 ? 0 : 1);
        }

        for (var i = 0; i < Math.Min(left.Length, right.Length); i++)
        {
            var isLeft = BigInteger.TryParse(left[i], NumberStyles.None, CultureInfo.InvariantCulture, out var leftNumber);
            var isRight = BigInteger.TryParse(right[i], NumberStyles.None, CultureInfo.InvariantCulture, out var rightNumber);
            var order = (isLeft, isRight) switch
            {
                (true, true) => leftNumber.CompareTo(rightNumber),
                (true, false) => -1,
                (false, true) => 1,
                _ => string.CompareOrdinal(left[i], right[i]),
            };
            if (order != 0)
            {
                return order;
            }
        }

        return left.Length.CompareTo(right.Length);
    }
}
