using System.Globalization;
using Sluice.Diagnostics;
using Sluice.Partitions;
using Sluice.Sql.Project.Yaml;

namespace Sluice.Sql.Project;

/// <summary>Reads <c>dates: { from: 2024-01-01, to: today, by: month }</c> of a set of partitions.</summary>
/// <param name="render">Gives the value of a scalar, Jinja rendered.</param>
/// <param name="time">The clock, for <c>today</c>.</param>
/// <param name="diagnostics">Takes what is wrong.</param>
internal sealed class SluiceDates(Func<YamlScalar, object?> render, TimeProvider time, DiagnosticBag diagnostics)
{
    private const int MaxDays = 366 * 1000;
    private static readonly string[] Periods = [.. Enum.GetNames<PartitionPeriod>().Select(name => name.ToLowerInvariant())];

    /// <summary>The partitions; null where something is wrong with them.</summary>
    internal PartitionSet? Read(YamlNode node, string name, string? column, string? variable)
    {
        if (YamlReader.Over(node, "`dates`", diagnostics) is not { } dates)
        {
            return null;
        }

        var (first, last) = (dates.Node("from"), dates.Node("to"));
        var period = dates.Word("by", Periods) ?? "day";
        var zone = Zone(dates.Node("timezone"));
        dates.Finish(Severity.Error);
        if (first is null || last is null)
        {
            diagnostics.Add(SluiceErrors.BadDates(node, first is null ? "has no `from`" : "has no `to`"));
            return null;
        }

        if (ToDay(first, zone) is not { } from || ToDay(last, zone) is not { } to || diagnostics.HasErrors)
        {
            return null;
        }

        if (to < from || to.DayNumber - from.DayNumber > MaxDays)
        {
            diagnostics.Add(SluiceErrors.BadDates(node, to < from ? $"ends on {to:yyyy-MM-dd}, before its start on {from:yyyy-MM-dd}" : "is longer than 1,000 years"));
            return null;
        }

        return DatePartitions.Create(name, Enum.Parse<PartitionPeriod>(period, ignoreCase: true), from, to, column, variable);
    }

    private TimeZoneInfo Zone(YamlNode? node)
    {
        if (node is null)
        {
            return TimeZoneInfo.Utc;
        }

        if (node is YamlScalar scalar && TimeZoneInfo.TryFindSystemTimeZoneById(scalar.Text, out var zone))
        {
            return zone;
        }

        diagnostics.Add(SluiceErrors.BadDates(node, $"has the time zone `{(node as YamlScalar)?.Text ?? node.Kind}`, which does not exist"));
        return TimeZoneInfo.Utc;
    }

    private DateOnly? ToDay(YamlNode node, TimeZoneInfo zone)
    {
        if (node is YamlScalar { Value: DateOnly day })
        {
            return day;
        }

        var text = node is YamlScalar scalar ? Convert.ToString(render(scalar), CultureInfo.InvariantCulture) : null;
        if (text == "today")
        {
            return DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), zone).DateTime);
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed))
        {
            return parsed;
        }

        diagnostics.Add(SluiceErrors.BadDates(node, $"has the day `{text ?? node.Kind}`"));
        return null;
    }
}
