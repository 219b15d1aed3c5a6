using System.CommandLine;
using System.Globalization;
using Sluice.Cli.Invocation;
using Sluice.Diagnostics;
using Sluice.Sql.Context;
using Sluice.Sql.Project;

namespace Sluice.Cli.Options;

/// <summary><c>--sample</c>: a stretch of event time, as <c>3 days</c> until now or as <c>{start: 2024-01-01, end: 2024-01-31}</c>.</summary>
internal sealed class SampleOption
{
    private const string Name = "--sample";
    private static readonly string[] Units = ["hour", "day", "month", "year"];

    private readonly Option<string?> _option = new(Name)
    {
        Description = "Read only a part of what has an `event_time`: '3 days', or '{start: 2024-01-01, end: 2024-01-31}'.",
        HelpName = "window",
    };

    internal void AddTo(Command command) => command.Options.Add(_option);

    /// <summary>The window; null where neither the option nor its environment variable is given.</summary>
    /// <exception cref="DiagnosticException">The value is no window.</exception>
    internal EventWindow? Read(ParseResult parsed, CommandText line, CommandHost host)
    {
        var text = parsed.GetValue(_option) ?? host.EnvironmentFlags.Text("SAMPLE");
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var window = text.TrimStart().StartsWith('{') ? Between(text) : Until(text, host.Time.GetUtcNow().UtcDateTime);
        return window is { } found && found.Start < found.End
            ? found
            : throw new DiagnosticException(UsageErrors.BadValue(
                line, line.FindLast([Name]), $"`{Name}` must be a number of hours, days, months or years, or a start and a later end, found `{text}`",
                "write it as '3 days' or '{start: 2024-01-01, end: 2024-01-31}'"));
    }

    private static EventWindow? Until(string text, DateTime now)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length != 2 || !int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > 10_000)
        {
            return null;
        }

        return Array.IndexOf(Units, words[1].ToLowerInvariant().TrimEnd('s')) switch
        {
            0 => new EventWindow(now.AddHours(-count), now),
            1 => new EventWindow(now.AddDays(-count), now),
            2 => new EventWindow(now.AddMonths(-count), now),
            3 when count < now.Year => new EventWindow(now.AddYears(-count), now),
            _ => null,
        };
    }

    private static EventWindow? Between(string text) =>
        ProjectFlags.Members(ProjectFlags.Parse(new SourceText(Name, text))) is { Count: 2 } members
            && Moment(members.GetValueOrDefault("start")) is { } start && Moment(members.GetValueOrDefault("end")) is { } end
            ? new EventWindow(start, end)
            : null;

    private static DateTime? Moment(object? value) =>
        DateTime.TryParse(Jinja.JinjaValue.ToText(value), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
            ? moment
            : null;
}
