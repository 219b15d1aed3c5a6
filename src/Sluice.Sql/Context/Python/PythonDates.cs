using System.Globalization;
using Sluice.Jinja;

namespace Sluice.Sql.Context.Python;

/// <summary>A date or a time as Python has it.</summary>
internal interface IPythonDate
{
    /// <summary>As YAML writes it.</summary>
    string ToYaml();
}

/// <summary>Python's <c>datetime.date</c>.</summary>
internal sealed class PythonDate(DateOnly value) : JinjaObject, IPythonDate
{
    internal DateOnly Value { get; } = value;

    public override string TypeName => "datetime.date";

    public override bool TryGetAttribute(string name, out object? value)
    {
        value = name switch
        {
            "year" => (long)Value.Year,
            "month" => (long)Value.Month,
            "day" => (long)Value.Day,
            "strftime" => new JinjaFunction(name, call => PythonTimeFormat.Format(call.Bind("strftime", "format").Text(0), AsDateTime(), null)),
            "isoformat" => new JinjaFunction(name, _ => ToText()),
            "weekday" => new JinjaFunction(name, _ => (long)(((int)Value.DayOfWeek + 6) % 7)),
            "isoweekday" => new JinjaFunction(name, _ => (long)(((int)Value.DayOfWeek + 6) % 7) + 1),
            "isocalendar" => new JinjaFunction(name, _ => new JinjaTuple([ISOWeek.GetYear(AsDateTime()), ISOWeek.GetWeekOfYear(AsDateTime()), (((int)Value.DayOfWeek + 6) % 7) + 1])),
            "toordinal" => new JinjaFunction(name, _ => (long)Value.DayNumber + 1),
            "replace" => new JinjaFunction(name, Replace),
            _ => PythonModule.Missing,
        };
        return !ReferenceEquals(value, PythonModule.Missing);
    }

    public override string ToText() => Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public string ToYaml() => ToText();

    public override string Repr() => $"datetime.date({Value.Year}, {Value.Month}, {Value.Day})";

    public override int? CompareTo(object? other) => other is PythonDate date ? Value.CompareTo(date.Value) : null;

    public override bool TryOperate(string symbol, object? other, bool isLeft, out object? result)
    {
        result = (symbol, other, isLeft) switch
        {
            ("-", PythonDate date, true) => new PythonTimeDelta(TimeSpan.FromDays(Value.DayNumber - date.Value.DayNumber)),
            ("-", PythonTimeDelta span, true) => new PythonDate(Value.AddDays(-span.Value.Days)),
            ("+", PythonTimeDelta span, _) => new PythonDate(Value.AddDays(span.Value.Days)),
            _ => null,
        };
        return result is not null;
    }

    public override bool Equals(object? obj) => obj is PythonDate other && Value == other.Value;

    public override int GetHashCode() => Value.GetHashCode();

    private DateTime AsDateTime() => Value.ToDateTime(TimeOnly.MinValue);

    private object? Replace(JinjaCall call)
    {
        var args = call.Bind("replace", "year?", "month?", "day?");
        return new PythonDate(new DateOnly((int)args.Integer(0, Value.Year), (int)args.Integer(1, Value.Month), (int)args.Integer(2, Value.Day)));
    }
}

/// <summary>Python's <c>datetime.datetime</c>, with or without an offset from UTC.</summary>
internal sealed class PythonDateTime(DateTime value, TimeSpan? offset, string? zone = null) : JinjaObject, IPythonDate
{
    internal DateTime Value { get; } = DateTime.SpecifyKind(value, DateTimeKind.Unspecified);

    internal TimeSpan? Offset { get; } = offset;

    public override string TypeName => "datetime.datetime";

    internal static PythonDateTime Of(DateTimeOffset time) => new(time.DateTime, time.Offset, time.Offset == TimeSpan.Zero ? "UTC" : null);

    public override bool TryGetAttribute(string name, out object? value)
    {
        value = name switch
        {
            "year" => (long)Value.Year,
            "month" => (long)Value.Month,
            "day" => (long)Value.Day,
            "hour" => (long)Value.Hour,
            "minute" => (long)Value.Minute,
            "second" => (long)Value.Second,
            "microsecond" => Value.Ticks / 10 % 1_000_000,
            "tzinfo" => Offset is null ? null : new PythonZone(zone is null ? null : TimeZoneInfo.Utc, Offset.Value),
            "strftime" => new JinjaFunction(name, call => PythonTimeFormat.Format(call.Bind("strftime", "format").Text(0), Value, Offset, zone)),
            "isoformat" => new JinjaFunction(name, call => Text(call.Bind("isoformat", "sep?", "timespec?").Text(0, "T"))),
            "date" => new JinjaFunction(name, _ => new PythonDate(DateOnly.FromDateTime(Value))),
            "time" => new JinjaFunction(name, _ => new PythonTime(TimeOnly.FromDateTime(Value))),
            "weekday" => new JinjaFunction(name, _ => (long)(((int)Value.DayOfWeek + 6) % 7)),
            "isoweekday" => new JinjaFunction(name, _ => (long)(((int)Value.DayOfWeek + 6) % 7) + 1),
            "timestamp" => new JinjaFunction(name, _ => (Value - (Offset ?? TimeSpan.Zero) - DateTime.UnixEpoch).TotalSeconds),
            "toordinal" => new JinjaFunction(name, _ => (long)DateOnly.FromDateTime(Value).DayNumber + 1),
            "replace" => new JinjaFunction(name, Replace),
            "astimezone" => new JinjaFunction(name, call => AsTimeZone(call.Bind("astimezone", "tz?")[0])),
            "utcoffset" => new JinjaFunction(name, _ => Offset is { } span ? new PythonTimeDelta(span) : null),
            _ => PythonModule.Missing,
        };
        return !ReferenceEquals(value, PythonModule.Missing);
    }

    public override string ToText() => Text(" ");

    public string ToYaml() => Text(" ");

    public override string Repr()
    {
        var micros = Value.Ticks / 10 % 1_000_000;
        var parts = new List<object> { Value.Year, Value.Month, Value.Day, Value.Hour, Value.Minute };
        if (Value.Second != 0 || micros != 0)
        {
            parts.Add(Value.Second);
        }

        if (micros != 0)
        {
            parts.Add(micros);
        }

        var tail = Offset is null ? "" : Offset == TimeSpan.Zero ? ", tzinfo=<UTC>" : $", tzinfo={PythonZone.OffsetText(Offset.Value)}";
        return $"datetime.datetime({string.Join(", ", parts)}{tail})";
    }

    public override int? CompareTo(object? other) => other is PythonDateTime time && time.Offset is null == Offset is null
        ? (Value - (Offset ?? default)).CompareTo(time.Value - (time.Offset ?? default))
        : null;

    public override bool TryOperate(string symbol, object? other, bool isLeft, out object? result)
    {
        result = (symbol, other, isLeft) switch
        {
            ("-", PythonDateTime time, true) => new PythonTimeDelta(Value - (Offset ?? default) - (time.Value - (time.Offset ?? default))),
            ("-", PythonTimeDelta span, true) => new PythonDateTime(Value - span.Value, Offset, zone),
            ("+", PythonTimeDelta span, _) => new PythonDateTime(Value + span.Value, Offset, zone),
            _ => null,
        };
        return result is not null;
    }

    public override bool Equals(object? obj) => obj is PythonDateTime other && CompareTo(other) == 0;

    public override int GetHashCode() => (Value - (Offset ?? default)).GetHashCode();

    internal PythonDateTime AsTimeZone(object? zoneObject)
    {
        var utc = Value - (Offset ?? TimeSpan.Zero);
        var target = zoneObject as PythonZone ?? PythonZone.Utc;
        var span = target.OffsetAt(utc);
        return new PythonDateTime(utc + span, span, target.Name);
    }

    private string Text(string separator)
    {
        var micros = Value.Ticks / 10 % 1_000_000;
        var text = Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + separator + Value.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        text = micros == 0 ? text : string.Create(CultureInfo.InvariantCulture, $"{text}.{micros:000000}");
        return Offset is { } span ? text + PythonTimeFormat.OffsetText(span, ":") : text;
    }

    private object? Replace(JinjaCall call)
    {
        var args = call.Bind("replace", "year?", "month?", "day?", "hour?", "minute?", "second?", "microsecond?", "tzinfo?");
        var time = new DateTime(
            (int)args.Integer(0, Value.Year), (int)args.Integer(1, Value.Month), (int)args.Integer(2, Value.Day),
            (int)args.Integer(3, Value.Hour), (int)args.Integer(4, Value.Minute), (int)args.Integer(5, Value.Second));
        time = time.AddTicks(10 * args.Integer(6, Value.Ticks / 10 % 1_000_000));
        if (!args.Has(7))
        {
            return new PythonDateTime(time, Offset, zone);
        }

        return args[7] is PythonZone target ? new PythonDateTime(time, target.OffsetAt(time), target.Name) : new PythonDateTime(time, null);
    }
}

/// <summary>Python's <c>datetime.timedelta</c>.</summary>
internal sealed class PythonTimeDelta(TimeSpan value) : JinjaObject
{
    internal TimeSpan Value { get; } = value;

    public override string TypeName => "datetime.timedelta";

    public override bool? IsTrue => Value != TimeSpan.Zero;

    // Python keeps days negative and the rest positive.
    private long Days => (long)Math.Floor(Value.TotalDays);

    private TimeSpan Rest => Value - TimeSpan.FromDays(Days);

    public override bool TryGetAttribute(string name, out object? value)
    {
        value = name switch
        {
            "days" => Days,
            "seconds" => (long)Rest.TotalSeconds,
            "microseconds" => Rest.Ticks / 10 % 1_000_000,
            "total_seconds" => new JinjaFunction(name, _ => Value.TotalSeconds),
            _ => PythonModule.Missing,
        };
        return !ReferenceEquals(value, PythonModule.Missing);
    }

    public override string ToText()
    {
        var days = Days == 0 ? "" : $"{Days} day{(Math.Abs(Days) == 1 ? "" : "s")}, ";
        var micros = Rest.Ticks / 10 % 1_000_000;
        var tail = micros == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $".{micros:000000}");
        return string.Create(CultureInfo.InvariantCulture, $"{days}{Rest.Hours}:{Rest.Minutes:00}:{Rest.Seconds:00}{tail}");
    }

    public override string Repr() => $"datetime.timedelta(days={Days}, seconds={(long)Rest.TotalSeconds})";

    public override int? CompareTo(object? other) => other is PythonTimeDelta span ? Value.CompareTo(span.Value) : null;

    public override bool TryOperate(string symbol, object? other, bool isLeft, out object? result)
    {
        result = (symbol, other) switch
        {
            ("+", PythonTimeDelta span) => new PythonTimeDelta(Value + span.Value),
            ("-", PythonTimeDelta span) when isLeft => new PythonTimeDelta(Value - span.Value),
            ("*", long factor) => new PythonTimeDelta(Value * factor),
            ("/", PythonTimeDelta span) when isLeft => Value / span.Value,
            ("/", long divisor) when isLeft => new PythonTimeDelta(Value / divisor),
            _ => null,
        };
        return result is not null;
    }

    public override bool Equals(object? obj) => obj is PythonTimeDelta other && Value == other.Value;

    public override int GetHashCode() => Value.GetHashCode();
}

/// <summary>A time zone as <c>pytz</c> gives it.</summary>
internal sealed class PythonZone(TimeZoneInfo? zone, TimeSpan offset = default) : JinjaObject
{
    internal static readonly PythonZone Utc = new(TimeZoneInfo.Utc);

    public override string TypeName => "pytz.timezone";

    internal string? Name => zone is null ? null : zone.BaseUtcOffset == TimeSpan.Zero && zone.Id is "UTC" or "Etc/UTC" ? "UTC" : zone.Id;

    public override bool TryGetAttribute(string name, out object? value)
    {
        value = name switch
        {
            "zone" => Name,
            "localize" => new JinjaFunction(name, call => Localize(call.Bind("localize", "dt", "is_dst?")[0])),
            _ => PythonModule.Missing,
        };
        return !ReferenceEquals(value, PythonModule.Missing);
    }

    public override string ToText() => Name ?? OffsetText(offset);

    public override string Repr() => zone is null ? OffsetText(offset) : Name == "UTC" ? "<UTC>" : $"<DstTzInfo '{Name}'>";

    internal static string OffsetText(TimeSpan offset) => "UTC" + PythonTimeFormat.OffsetText(offset, ":");

    internal TimeSpan OffsetAt(DateTime utc) => zone?.GetUtcOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)) ?? offset;

    private object? Localize(object? value) => value is PythonDateTime { Offset: null } time
        ? new PythonDateTime(time.Value, zone?.GetUtcOffset(time.Value) ?? offset, Name)
        : value;
}
