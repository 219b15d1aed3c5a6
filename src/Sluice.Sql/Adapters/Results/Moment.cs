using System.Globalization;
using Sluice.Sql.Context.Python;

namespace Sluice.Sql.Adapters.Results;

/// <summary>Dates and times as templates see them.</summary>
internal static class Moment
{
    internal static object Of(object value) => value switch
    {
        DateOnly date => new PythonDate(date),
        DateTime time => new PythonDateTime(time, offset: null),
        DateTimeOffset time => new PythonDateTime(time.DateTime, time.Offset),
        TimeOnly time => time.ToString(time.Ticks % TimeSpan.TicksPerSecond == 0 ? "HH:mm:ss" : "HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
