namespace Sluice.Sql.Rules;

/// <summary>Says how a number stands to another one.</summary>
internal static class Change
{
    /// <summary><c>90, 10 % less</c>; the number alone where the two are equal.</summary>
    internal static string Text(double now, double before)
    {
        var distance = Amount.Distance(now, before);
        if (distance == 0)
        {
            return Amount.Text(now);
        }

        var by = before == 0 ? Amount.Text(distance) : Amount.Share(distance, before);
        return $"{Amount.Text(now)}, {by} {(now > before ? "more" : "less")}";
    }
}
