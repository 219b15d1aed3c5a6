using System.Globalization;
using Sluice.DuckDb.Values;

namespace Sluice.DuckDb;

/// <summary>A DATE with DuckDB's whole range, 5877642 BC to 5881580 AD, and its two infinities.</summary>
/// <param name="Days">Days since 1970-01-01.</param>
public readonly record struct DuckDbDate(int Days)
{
    /// <summary>Later than every date.</summary>
    public static DuckDbDate PositiveInfinity => new(int.MaxValue);

    /// <summary>Earlier than every date.</summary>
    public static DuckDbDate NegativeInfinity => new(-int.MaxValue);

    /// <summary>True for the two infinities.</summary>
    public bool IsInfinity => Days is int.MaxValue or -int.MaxValue;

    /// <summary>The same date.</summary>
    public static DuckDbDate From(DateOnly date) => new(date.DayNumber - CivilTime.EpochDayNumber);

    /// <summary>The same date.</summary>
    /// <exception cref="OverflowException">Infinite, or outside the years 1 to 9999.</exception>
    public DateOnly ToDateOnly()
    {
        var day = (long)Days + CivilTime.EpochDayNumber;
        return day >= 0 && day <= DateOnly.MaxValue.DayNumber
            ? DateOnly.FromDayNumber((int)day)
            : throw new OverflowException($"the DATE {this} does not fit DateOnly; read it as {nameof(DuckDbDate)}");
    }

    /// <summary>The date as DuckDB writes it.</summary>
    public override string ToString() => Days switch
    {
        int.MaxValue => "infinity",
        -int.MaxValue => "-infinity",
        _ => CivilTime.Format(Days, CultureInfo.InvariantCulture),
    };
}
