using System.Globalization;
using System.Text;
using Sluice.DuckDb.Values;

namespace Sluice.DuckDb;

/// <summary>An INTERVAL: its three parts do not convert into each other, because months and days differ in length.</summary>
/// <param name="Months">Whole months; twelve make a year.</param>
/// <param name="Days">Whole days.</param>
/// <param name="Micros">Microseconds; may exceed a day.</param>
public readonly record struct DuckDbInterval(int Months, int Days, long Micros)
{
    /// <summary>The same time in whole days and the rest in microseconds; a finer rest is dropped.</summary>
    public static DuckDbInterval From(TimeSpan time)
    {
        var (days, rest) = Math.DivRem(time.Ticks, TimeSpan.TicksPerDay);
        return new(0, (int)days, rest / TimeSpan.TicksPerMicrosecond);
    }

    /// <summary>The same time, with a day of 24 hours.</summary>
    /// <exception cref="OverflowException">There are months, whose length is not known, or the time is too long.</exception>
    public TimeSpan ToTimeSpan()
    {
        var ticks = (((Int128)Days * CivilTime.MicrosPerDay) + Micros) * TimeSpan.TicksPerMicrosecond;
        return Months == 0 && ticks >= long.MinValue && ticks <= long.MaxValue
            ? new TimeSpan((long)ticks)
            : throw new OverflowException($"the INTERVAL {this} does not fit TimeSpan; read it as {nameof(DuckDbInterval)}");
    }

    /// <summary>The interval as DuckDB writes it, such as <c>1 year 2 months 3 days 04:05:06</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Append(text, Months / 12, "year");
        Append(text, Months % 12, "month");
        Append(text, Days, "day");
        if (Micros != 0 || text.Length == 0)
        {
            var separator = text.Length == 0 ? "" : " ";
            var sign = Micros < 0 ? "-" : "";
            var (seconds, fraction) = UInt128.DivRem((UInt128)Int128.Abs(Micros), 1_000_000);
            text.Append(separator).Append(sign).Append(CivilTime.FormatClock((long)seconds, (long)fraction, 1_000_000));
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, int count, string unit)
    {
        if (count != 0)
        {
            var separator = text.Length == 0 ? "" : " ";
            var plural = count is 1 or -1 ? "" : "s"; // DuckDB: "-1 day", "2 days"
            text.Append(separator).Append(CultureInfo.InvariantCulture, $"{count} {unit}{plural}");
        }
    }
}
