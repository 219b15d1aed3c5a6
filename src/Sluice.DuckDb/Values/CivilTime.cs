using System.Globalization;

namespace Sluice.DuckDb.Values;

/// <summary>Days and microseconds since 1970, over DuckDB's range of years, which is wider than .NET's.</summary>
internal static class CivilTime
{
    internal const int EpochDayNumber = 719_162;
    internal const long MicrosPerDay = 86_400_000_000;
    internal const long TicksPerMicro = TimeSpan.TicksPerMicrosecond;

    private const int DaysPerEra = 146_097;

    /// <summary>Rounds down, also before 1970: a timestamp is never later than the time it came from.</summary>
    internal static long Micros(DateTime time)
    {
        var ticks = time.Ticks - DateTime.UnixEpoch.Ticks;
        var micros = ticks / TicksPerMicro;
        return ticks % TicksPerMicro < 0 ? micros - 1 : micros;
    }

    internal static string Format(long days, CultureInfo culture)
    {
        var (year, month, day) = Civil(days);
        return year > 0
            ? string.Create(culture, $"{year:0000}-{month:00}-{day:00}")
            : string.Create(culture, $"{1 - year:0000}-{month:00}-{day:00} (BC)");
    }

    /// <summary>A timestamp from its day and the units since midnight; the fraction only where there is one.</summary>
    internal static string FormatTimestamp(long days, long rest, long perSecond)
    {
        var (year, month, day) = Civil(days);
        var (seconds, fraction) = Math.DivRem(rest, perSecond);
        var clock = FormatClock(seconds, fraction, perSecond);
        return year > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{year:0000}-{month:00}-{day:00} {clock}")
            : string.Create(CultureInfo.InvariantCulture, $"{1 - year:0000}-{month:00}-{day:00} (BC) {clock}");
    }

    internal static string FormatClock(long seconds, long fraction, long perSecond)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}");
        if (fraction == 0)
        {
            return text;
        }

        var digits = (perSecond + fraction).ToString(CultureInfo.InvariantCulture)[1..];
        return $"{text}.{digits.TrimEnd('0')}";
    }

    // The proleptic Gregorian calendar in eras of 400 years that begin on 1 March.
    private static (long Year, int Month, int Day) Civil(long days)
    {
        var shifted = days + 719_468;
        var era = Math.DivRem(shifted, DaysPerEra, out var dayOfEra);
        if (dayOfEra < 0)
        {
            era--;
            dayOfEra += DaysPerEra;
        }

        var yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var shiftedMonth = ((5 * dayOfYear) + 2) / 153;
        var day = (int)(dayOfYear - (((153 * shiftedMonth) + 2) / 5) + 1);
        var month = (int)(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9);
        var year = yearOfEra + (era * 400) + (month <= 2 ? 1 : 0);
        return (year, month, day);
    }
}
