using System.Globalization;
using Sluice.DuckDb.Values;

namespace Sluice.DuckDb;

/// <summary>A TIMETZ: a time of day with an offset from UTC of up to 15:59:59.</summary>
/// <param name="Micros">Microseconds since midnight, on the local clock.</param>
/// <param name="OffsetSeconds">Seconds east of UTC.</param>
public readonly record struct DuckDbTimeTz(long Micros, int OffsetSeconds)
{
    // DuckDB keeps 40 bits of time and, below, 24 bits of offset counted down from the greatest, so that the bits sort.
    private const int MaxOffset = (16 * 60 * 60) - 1;
    private const int OffsetBits = 24;

    /// <summary>The time of day on the local clock.</summary>
    /// <exception cref="OverflowException">The time is 24:00:00.</exception>
    public TimeOnly Time => Micros < CivilTime.MicrosPerDay
        ? new TimeOnly(Micros * TimeSpan.TicksPerMicrosecond)
        : throw new OverflowException("the time 24:00:00 does not fit TimeOnly");

    /// <summary>The offset from UTC.</summary>
    public TimeSpan Offset => TimeSpan.FromSeconds(OffsetSeconds);

    internal ulong Bits => ((ulong)Micros << OffsetBits) | (uint)(MaxOffset - OffsetSeconds);

    /// <summary>A time of day with an offset from UTC.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The offset is 16 hours or more.</exception>
    public static DuckDbTimeTz From(TimeOnly time, TimeSpan offset)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Abs(offset.TotalSeconds), MaxOffset, nameof(offset));
        return new(time.Ticks / TimeSpan.TicksPerMicrosecond, (int)offset.TotalSeconds);
    }

    /// <summary>The time as DuckDB writes it, such as <c>12:30:00+05:30</c>.</summary>
    public override string ToString()
    {
        var (seconds, fraction) = Math.DivRem(Micros, 1_000_000);
        var clock = CivilTime.FormatClock(seconds, fraction, 1_000_000);
        var sign = OffsetSeconds < 0 ? '-' : '+';
        var offset = Math.Abs(OffsetSeconds);
        var text = string.Create(CultureInfo.InvariantCulture, $"{clock}{sign}{offset / 3600:00}");
        if (offset % 3600 != 0)
        {
            text += string.Create(CultureInfo.InvariantCulture, $":{offset / 60 % 60:00}");
        }

        return offset % 60 == 0 ? text : text + string.Create(CultureInfo.InvariantCulture, $":{offset % 60:00}");
    }

    internal static DuckDbTimeTz FromBits(ulong bits) =>
        new((long)(bits >> OffsetBits), MaxOffset - (int)(bits & ((1 << OffsetBits) - 1)));
}
