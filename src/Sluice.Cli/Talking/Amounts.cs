using System.Globalization;

namespace Sluice.Cli.Talking;

/// <summary>Times and counts as people read them.</summary>
internal static class Amounts
{
    /// <summary><c>0.05 s</c>, <c>12.3 s</c>, <c>4 min 05 s</c>, <c>1 h 02 min</c>.</summary>
    internal static string Time(TimeSpan time) => time switch
    {
        { TotalSeconds: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s"),
        { TotalSeconds: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
        { TotalMinutes: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds:00} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes:00} min"),
    };

    /// <summary>A time that is still going on: <c>0.1 s</c>, <c>12 s</c>, <c>4 min 05 s</c>.</summary>
    internal static string Seconds(TimeSpan time) =>
        time.TotalSeconds < 10 ? string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time.TotalSeconds * 10) / 10:0.0} s") : Roughly(time);

    /// <summary>A time to the second: <c>0 s</c>, <c>12 s</c>, <c>4 min 05 s</c>, <c>1 h 02 min</c>.</summary>
    internal static string Roughly(TimeSpan time) =>
        time.TotalMinutes < 1 ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalSeconds} s") : Time(time);

    /// <summary><c>1 row</c>, <c>1,204 rows</c>.</summary>
    internal static string Count(long count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {noun}{(count == 1 ? "" : "s")}");

    /// <summary><c>1,204</c>.</summary>
    internal static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
