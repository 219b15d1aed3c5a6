using System.Globalization;
using Sluice.Jinja;

namespace Sluice.Sql.Context.Python;

/// <summary>Python's <c>datetime.time</c>, without a zone.</summary>
internal sealed class PythonTime(TimeOnly value) : JinjaObject
{
    internal TimeOnly Value { get; } = value;

    public override string TypeName => "datetime.time";

    public override bool TryGetAttribute(string name, out object? value)
    {
        value = name switch
        {
            "hour" => (long)Value.Hour,
            "minute" => (long)Value.Minute,
            "second" => (long)Value.Second,
            "microsecond" => Value.Ticks / 10 % 1_000_000,
            "isoformat" => new JinjaFunction(name, _ => ToText()),
            "strftime" => new JinjaFunction(name, call => PythonTimeFormat.Format(call.Bind("strftime", "format").Text(0), new DateOnly(1900, 1, 1).ToDateTime(Value), null)),
            _ => PythonModule.Missing,
        };
        return !ReferenceEquals(value, PythonModule.Missing);
    }

    public override string ToText() => Value.ToString(Value.Ticks % TimeSpan.TicksPerSecond == 0 ? "HH:mm:ss" : "HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    public override string Repr() => $"datetime.time({Value.Hour}, {Value.Minute}{(Value.Second == 0 ? "" : $", {Value.Second}")})";

    public override int? CompareTo(object? other) => other is PythonTime time ? Value.CompareTo(time.Value) : null;

    public override bool Equals(object? obj) => obj is PythonTime other && Value == other.Value;

    public override int GetHashCode() => Value.GetHashCode();

    /// <summary>The class: makes times, and holds the first and the last.</summary>
    internal static PythonModule Class() => new(
        "datetime.time",
        name => name switch
        {
            "min" => new PythonTime(TimeOnly.MinValue),
            "max" => new PythonTime(new TimeOnly(TimeOnly.MaxValue.Ticks / 10 * 10)),
            _ => PythonModule.Missing,
        },
        call =>
        {
            var args = call.Bind("time", "hour?", "minute?", "second?", "microsecond?");
            try
            {
                return new PythonTime(new TimeOnly((int)args.Integer(0), (int)args.Integer(1), (int)args.Integer(2)).Add(TimeSpan.FromMicroseconds(args.Integer(3))));
            }
            catch (ArgumentOutOfRangeException error)
            {
                throw call.Fail("SLUICE2032", "there is no such time", "look at hour, minute and second", error);
            }
        });
}
