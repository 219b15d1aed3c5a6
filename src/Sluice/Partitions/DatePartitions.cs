using System.Collections.Immutable;
using System.Globalization;
using Sluice.Assets;

namespace Sluice.Partitions;

/// <summary>How long each partition of a calendar is.</summary>
public enum PartitionPeriod
{
    /// <summary>A day; the key is <c>2024-01-31</c>.</summary>
    Day,

    /// <summary>A week of ISO 8601, from Monday; the key is <c>2024-W05</c>.</summary>
    Week,

    /// <summary>A month; the key is <c>2024-01</c>.</summary>
    Month,

    /// <summary>A quarter; the key is <c>2024-Q1</c>.</summary>
    Quarter,

    /// <summary>A year; the key is <c>2024</c>.</summary>
    Year,
}

/// <summary>Partitions of a calendar.</summary>
public static class DatePartitions
{
    /// <summary>The partitions from the one that a day falls in to the one that another falls in, both included and whole.</summary>
    /// <param name="name">The dimension's name.</param>
    /// <param name="period">How long each is.</param>
    /// <param name="from">A day of the first.</param>
    /// <param name="to">A day of the last; not before <paramref name="from"/>.</param>
    /// <param name="column">The column that holds the first day of the partition in a table; the name where null.</param>
    /// <param name="variable">The project variable that holds the current key; none where null.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="to"/> lies before <paramref name="from"/>.</exception>
    public static PartitionSet Create(string name, PartitionPeriod period, DateOnly from, DateOnly to, string? column = null, string? variable = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(to, from);
        var keys = ImmutableArray.CreateBuilder<PartitionKey>();
        var bounds = ImmutableArray.CreateBuilder<DateOnly>();
        var start = StartOf(from, period);
        for (; start <= to; start = Next(start, period))
        {
            keys.Add(new PartitionKey(KeyOf(start, period)));
            bounds.Add(start);
        }

        bounds.Add(start);
        return new PartitionSet(name, keys.ToImmutable(), column, variable) { Bounds = bounds.ToImmutable() };
    }

    private static DateOnly StartOf(DateOnly day, PartitionPeriod period) => period switch
    {
        PartitionPeriod.Week => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
        PartitionPeriod.Month => new DateOnly(day.Year, day.Month, 1),
        PartitionPeriod.Quarter => new DateOnly(day.Year, ((day.Month - 1) / 3 * 3) + 1, 1),
        PartitionPeriod.Year => new DateOnly(day.Year, 1, 1),
        _ => day,
    };

    private static DateOnly Next(DateOnly start, PartitionPeriod period) => period switch
    {
        PartitionPeriod.Week => start.AddDays(7),
        PartitionPeriod.Month => start.AddMonths(1),
        PartitionPeriod.Quarter => start.AddMonths(3),
        PartitionPeriod.Year => start.AddYears(1),
        _ => start.AddDays(1),
    };

    private static string KeyOf(DateOnly start, PartitionPeriod period)
    {
        var moment = start.ToDateTime(TimeOnly.MinValue);
        return period switch
        {
            PartitionPeriod.Week => string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(moment):0000}-W{ISOWeek.GetWeekOfYear(moment):00}"),
            PartitionPeriod.Month => start.ToString("yyyy-MM", CultureInfo.InvariantCulture),
            PartitionPeriod.Quarter => string.Create(CultureInfo.InvariantCulture, $"{start.Year:0000}-Q{((start.Month - 1) / 3) + 1}"),
            PartitionPeriod.Year => start.ToString("yyyy", CultureInfo.InvariantCulture),
            _ => start.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        };
    }
}
