using System.Globalization;

namespace Sluice.Sql.Context;

/// <summary>A stretch of event time.</summary>
/// <param name="Start">The first moment, UTC.</param>
/// <param name="End">The first moment after it.</param>
public readonly record struct EventWindow(DateTime Start, DateTime End)
{
    /// <summary>The condition on a column of event time.</summary>
    public string Condition(string column) => $"{column} >= {Literal(Start)} and {column} < {Literal(End)}";

    /// <summary>What lies in both; a window that ends where it starts for nothing.</summary>
    public EventWindow Intersect(EventWindow other)
    {
        var start = Start > other.Start ? Start : other.Start;
        var end = End < other.End ? End : other.End;
        return new EventWindow(start, end < start ? start : end);
    }

    private static string Literal(DateTime time) => $"timestamp '{time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}'";
}
