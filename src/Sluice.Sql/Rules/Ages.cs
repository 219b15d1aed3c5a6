namespace Sluice.Sql.Rules;

/// <summary>Lengths of time for people.</summary>
internal static class Ages
{
    /// <summary><c>3 minutes</c>, <c>26 hours</c>, <c>12 days</c>: in the unit that leaves at least two of it, else the smallest.</summary>
    internal static string Text(TimeSpan age) => age switch
    {
        { TotalHours: < 2 } => Amount.Text(Math.Floor(age.TotalMinutes), "minute"),
        { TotalHours: < 72 } => Amount.Text(Math.Floor(age.TotalHours), "hour"),
        _ => Amount.Text(Math.Floor(age.TotalDays), "day"),
    };
}
