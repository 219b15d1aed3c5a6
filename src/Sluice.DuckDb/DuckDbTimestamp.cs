using Sluice.DuckDb.Values;

namespace Sluice.DuckDb;

/// <summary>A TIMESTAMP of any unit with DuckDB's whole range and its two infinities.</summary>
/// <param name="Value">Units since 1970-01-01 00:00:00 (in UTC for a TIMESTAMPTZ).</param>
/// <param name="Unit">What <paramref name="Value"/> counts.</param>
public readonly record struct DuckDbTimestamp(long Value, DuckDbTimestampUnit Unit = DuckDbTimestampUnit.Microseconds)
{
    /// <summary>Later than every timestamp.</summary>
    public static DuckDbTimestamp PositiveInfinity => new(long.MaxValue);

    /// <summary>Earlier than every timestamp.</summary>
    public static DuckDbTimestamp NegativeInfinity => new(-long.MaxValue);

    /// <summary>True for the two infinities.</summary>
    public bool IsInfinity => Value is long.MaxValue or -long.MaxValue;

    /// <summary>The same reading of the clock in microseconds; a finer rest is dropped.</summary>
    public static DuckDbTimestamp From(DateTime time) => new(CivilTime.Micros(time));

    /// <summary>The same reading of the clock; its kind is unspecified.</summary>
    /// <exception cref="OverflowException">Infinite, outside the years 1 to 9999, or finer than 100 nanoseconds.</exception>
    public DateTime ToDateTime()
    {
        if (!IsInfinity && TryTicks(out var ticks))
        {
            return new DateTime(ticks, DateTimeKind.Unspecified);
        }

        throw new OverflowException($"the TIMESTAMP {this} does not fit DateTime; read it as {nameof(DuckDbTimestamp)}");
    }

    /// <summary>The timestamp as DuckDB writes it, without a time zone.</summary>
    public override string ToString()
    {
        if (IsInfinity)
        {
            return Value > 0 ? "infinity" : "-infinity";
        }

        var perDay = (Int128)PerSecond * 86_400;
        var day = Int128.DivRem(Value, perDay);
        var (days, rest) = day.Remainder < 0 ? (day.Quotient - 1, day.Remainder + perDay) : day;
        return CivilTime.FormatTimestamp((long)days, (long)rest, PerSecond);
    }

    internal long PerSecond => Unit switch
    {
        DuckDbTimestampUnit.Seconds => 1,
        DuckDbTimestampUnit.Milliseconds => 1_000,
        DuckDbTimestampUnit.Microseconds => 1_000_000,
        _ => 1_000_000_000,
    };

    private bool TryTicks(out long ticks)
    {
        var hundredths = (Int128)Value * TimeSpan.TicksPerSecond;
        var (quotient, remainder) = Int128.DivRem(hundredths, PerSecond);
        var all = quotient + DateTime.UnixEpoch.Ticks;
        var fits = remainder == 0 && all >= 0 && all <= DateTime.MaxValue.Ticks;
        ticks = fits ? (long)all : 0;
        return fits;
    }
}

/// <summary>What a timestamp counts.</summary>
public enum DuckDbTimestampUnit
{
    /// <summary>TIMESTAMP_S.</summary>
    Seconds,

    /// <summary>TIMESTAMP_MS.</summary>
    Milliseconds,

    /// <summary>TIMESTAMP and TIMESTAMPTZ.</summary>
    Microseconds,

    /// <summary>TIMESTAMP_NS.</summary>
    Nanoseconds,
}
