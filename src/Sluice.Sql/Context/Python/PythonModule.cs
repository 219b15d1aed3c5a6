using System.Globalization;
using Sluice.Jinja;

namespace Sluice.Sql.Context.Python;

/// <summary>A module of Python, or a class of one: named members, and maybe a call that makes a value.</summary>
internal sealed class PythonModule(string name, Func<string, object?> member, Func<JinjaCall, object?>? construct = null) : JinjaObject
{
    /// <summary>Says that a member does not exist.</summary>
    internal static readonly object Missing = new();

    public override string TypeName => construct is null ? "module" : "type";

    public override bool IsCallable => construct is not null;

    public override bool TryGetAttribute(string name, out object? value)
    {
        value = member(name);
        return !ReferenceEquals(value, Missing);
    }

    public override bool TryGetItem(object? key, out object? value)
    {
        value = null;
        return key is string text && TryGetAttribute(text, out value);
    }

    public override string Repr() => construct is null ? $"<module '{name}'>" : $"<class '{name}'>";

    public override object? Invoke(JinjaCall call) => construct is null ? base.Invoke(call) : construct(call);
}

/// <summary>What <c>modules</c> holds: <c>datetime</c>, <c>re</c>, <c>pytz</c>, <c>itertools</c>.</summary>
internal static class PythonModules
{
    /// <summary>The modules.</summary>
    /// <param name="time">Where <c>now()</c> comes from.</param>
    internal static PythonModule Create(TimeProvider time)
    {
        var datetime = DateTimeModule(time);
        var re = PythonRegex.Module();
        var pytz = PytzModule();
        var itertools = PythonItertools.Module();
        return new PythonModule("modules", name => name switch
        {
            "datetime" => datetime,
            "re" => re,
            "pytz" => pytz,
            "itertools" => itertools,
            _ => PythonModule.Missing,
        });
    }

    private static PythonModule DateTimeModule(TimeProvider time)
    {
        var date = DateClass(time);
        var datetime = DateTimeClass(time);
        var timedelta = new PythonModule("datetime.timedelta", _ => PythonModule.Missing, TimeDelta);
        var clock = PythonTime.Class();
        var timezone = new PythonModule("datetime.timezone", name => name == "utc" ? PythonZone.Utc : PythonModule.Missing, call =>
            new PythonZone(null, call.Bind("timezone", "offset", "name?")[0] is PythonTimeDelta span ? span.Value : default));
        return new PythonModule("datetime", name => name switch
        {
            "date" => date,
            "datetime" => datetime,
            "timedelta" => timedelta,
            "timezone" => timezone,
            "time" => clock,
            _ => PythonModule.Missing,
        });
    }

    private static PythonModule DateClass(TimeProvider time) => new(
        "datetime.date",
        name => name switch
        {
            "today" => new JinjaFunction(name, _ => new PythonDate(DateOnly.FromDateTime(time.GetLocalNow().DateTime))),
            "fromisoformat" => new JinjaFunction(name, call =>
            {
                var text = call.Bind("fromisoformat", "text").Text(0);
                return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                    ? new PythonDate(day)
                    : throw call.Fail("SLUICE2032", $"`{text}` is no date of the form 2024-01-31");
            }),
            _ => PythonModule.Missing,
        },
        call =>
        {
            var args = call.Bind("date", "year", "month", "day");
            return Checked(call, () => new PythonDate(new DateOnly((int)args.Integer(0), (int)args.Integer(1), (int)args.Integer(2))));
        });

    private static PythonModule DateTimeClass(TimeProvider time) => new(
        "datetime.datetime",
        name => name switch
        {
            "now" => new JinjaFunction(name, call => Now(call.Bind("now", "tz?")[0], time)),
            "today" => new JinjaFunction(name, _ => Now(null, time)),
            "utcnow" => new JinjaFunction(name, _ => new PythonDateTime(time.GetUtcNow().DateTime, null)),
            "strptime" => new JinjaFunction(name, call =>
            {
                var args = call.Bind("strptime", "text", "format");
                return PythonTimeFormat.Parse(args.Text(0), args.Text(1)) is { } parsed
                    ? new PythonDateTime(parsed, null)
                    : throw call.Fail("SLUICE2032", $"`{args.Text(0)}` does not have the form `{args.Text(1)}`");
            }),
            "fromisoformat" => new JinjaFunction(name, call =>
            {
                var text = call.Bind("fromisoformat", "text").Text(0);
                return DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed)
                    ? new PythonDateTime(parsed, null)
                    : throw call.Fail("SLUICE2032", $"`{text}` is no ISO time");
            }),
            "fromtimestamp" or "utcfromtimestamp" => new JinjaFunction(name, call =>
                new PythonDateTime(DateTime.UnixEpoch.AddSeconds(Convert.ToDouble(call.Bind(name, "timestamp", "tz?")[0], CultureInfo.InvariantCulture)), null)),
            "combine" => new JinjaFunction(name, call => call.Bind("combine", "date", "time?") is var args && args[0] is PythonDate day
                ? new PythonDateTime(day.Value.ToDateTime(args[1] is PythonTime clock ? clock.Value : TimeOnly.MinValue), null)
                : throw call.Fail("SLUICE2032", "`combine` needs a date")),
            "min" => new PythonDateTime(DateTime.MinValue, null),
            "max" => new PythonDateTime(DateTime.MaxValue, null),
            _ => PythonModule.Missing,
        },
        call =>
        {
            var args = call.Bind("datetime", "year", "month", "day", "hour?", "minute?", "second?", "microsecond?", "tzinfo?");
            return Checked(call, () =>
            {
                var value = new DateTime(
                    (int)args.Integer(0), (int)args.Integer(1), (int)args.Integer(2), (int)args.Integer(3), (int)args.Integer(4), (int)args.Integer(5))
                    .AddTicks(10 * args.Integer(6));
                return args[7] is PythonZone zone ? new PythonDateTime(value, zone.OffsetAt(value), zone.Name) : new PythonDateTime(value, null);
            });
        });

    private static PythonDateTime Now(object? zone, TimeProvider time) => zone is PythonZone
        ? PythonDateTime.Of(time.GetUtcNow()).AsTimeZone(zone)
        : new PythonDateTime(time.GetLocalNow().DateTime, null);

    private static PythonTimeDelta TimeDelta(JinjaCall call)
    {
        var args = call.Bind("timedelta", "days?", "seconds?", "microseconds?", "milliseconds?", "minutes?", "hours?", "weeks?");
        double Number(int index) => args.Has(index) ? Convert.ToDouble(args[index], CultureInfo.InvariantCulture) : 0;
        return new PythonTimeDelta(
            TimeSpan.FromDays(Number(0) + (7 * Number(6))) + TimeSpan.FromSeconds(Number(1)) + TimeSpan.FromMicroseconds(Number(2))
            + TimeSpan.FromMilliseconds(Number(3)) + TimeSpan.FromMinutes(Number(4)) + TimeSpan.FromHours(Number(5)));
    }

    private static PythonModule PytzModule() => new("pytz", name => name switch
    {
        "utc" or "UTC" => PythonZone.Utc,
        "timezone" => new JinjaFunction(name, call =>
        {
            var zone = call.Bind("timezone", "zone").Text(0);
            return TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found)
                ? new PythonZone(found)
                : throw call.Fail("SLUICE2032", $"no time zone is named `{zone}`");
        }),
        _ => PythonModule.Missing,
    });

    private static object? Checked(JinjaCall call, Func<object?> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentOutOfRangeException error)
        {
            throw call.Fail("SLUICE2032", "there is no such date", "look at year, month and day", error);
        }
    }
}
