using System.Globalization;

namespace Sluice.Sql.Materializations.Microbatch;

/// <summary>How long a batch is.</summary>
/// <param name="Name"><c>hour</c>, <c>day</c>, <c>month</c> or <c>year</c>.</param>
internal readonly record struct BatchSize(string Name)
{
    internal static readonly string[] Names = ["hour", "day", "month", "year"];

    /// <summary>The start of the batch that a moment lies in.</summary>
    internal DateTime Floor(DateTime time) => Name switch
    {
        "hour" => new DateTime(time.Year, time.Month, time.Day, time.Hour, 0, 0, DateTimeKind.Utc),
        "day" => new DateTime(time.Year, time.Month, time.Day, 0, 0, 0, DateTimeKind.Utc),
        "month" => new DateTime(time.Year, time.Month, 1, 0, 0, 0, DateTimeKind.Utc),
        _ => new DateTime(time.Year, 1, 1, 0, 0, 0, DateTimeKind.Utc),
    };

    /// <summary>The start of the batch that is so many batches away.</summary>
    internal DateTime Add(DateTime start, int count) => Name switch
    {
        "hour" => start.AddHours(count),
        "day" => start.AddDays(count),
        "month" => start.AddMonths(count),
        _ => start.AddYears(count),
    };

    /// <summary>The first start of a batch at a moment or after it.</summary>
    internal DateTime Ceiling(DateTime time) => Floor(time) is var floor && floor == time ? floor : Add(floor, 1);

    internal string Id(DateTime start) => start.ToString(Name == "hour" ? "yyyyMMdd'T'HH" : "yyyyMMdd", CultureInfo.InvariantCulture);
}
