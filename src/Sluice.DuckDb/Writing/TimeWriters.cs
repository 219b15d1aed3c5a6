using Sluice.DuckDb.Native;
using Sluice.DuckDb.Values;
using Sluice.DuckDb.Vectors;

namespace Sluice.DuckDb.Writing;

/// <summary>DATE.</summary>
internal sealed unsafe class DateWriter(DuckDbType type) : VectorWriter(type)
{
    internal override void WriteDate(long row, DateOnly value) => ((int*)Data)[row] = value.DayNumber - CivilTime.EpochDayNumber;

    internal override void WriteTimestamp(long row, DateTime value) =>
        WriteDate(row, value.TimeOfDay == TimeSpan.Zero ? DateOnly.FromDateTime(value) : throw DoesNotFit(value));

    protected internal override void WriteValue(long row, object value)
    {
        switch (value)
        {
            case DateOnly date:
                WriteDate(row, date);
                break;
            case DateTime time:
                WriteTimestamp(row, time);
                break;
            default:
                ((int*)Data)[row] = value is DuckDbDate exact ? exact.Days : throw Refuse(value);
                break;
        }
    }
}

/// <summary>TIME and TIME_NS; a rest finer than the column's unit is dropped, as DuckDB drops it.</summary>
internal sealed unsafe class TimeWriter(DuckDbType type) : VectorWriter(type)
{
    protected internal override void WriteValue(long row, object value)
    {
        var ticks = value switch
        {
            TimeOnly time => time.Ticks,
            TimeSpan time when time >= TimeSpan.Zero && time.Ticks <= TimeSpan.TicksPerDay => time.Ticks,
            TimeSpan => throw DoesNotFit(value),
            _ => throw Refuse(value),
        };
        ((long*)Data)[row] = Type.Kind == DuckDbTypeKind.Time ? ticks / TimeSpan.TicksPerMicrosecond : ticks * TimeSpan.NanosecondsPerTick;
    }
}

/// <summary>TIMETZ.</summary>
internal sealed unsafe class TimeTzWriter(DuckDbType type) : VectorWriter(type)
{
    protected internal override void WriteValue(long row, object value) =>
        ((ulong*)Data)[row] = value is DuckDbTimeTz time ? time.Bits : throw Refuse(value);
}

/// <summary>TIMESTAMP of any unit; a rest finer than the column's unit is dropped, as DuckDB drops it.</summary>
internal sealed unsafe class TimestampWriter(DuckDbType type) : VectorWriter(type)
{
    private readonly DuckDbTimestampUnit _unit = TimestampUnits.Of(type.Kind);

    internal override void WriteTimestamp(long row, DateTime value) => ((long*)Data)[row] = _unit switch
    {
        DuckDbTimestampUnit.Microseconds => CivilTime.Micros(value),
        DuckDbTimestampUnit.Nanoseconds => TimestampUnits.TryNanoseconds(value, out var nanoseconds) ? nanoseconds : throw DoesNotFit(value),
        _ => Floor(CivilTime.Micros(value), 1_000_000 / new DuckDbTimestamp(0, _unit).PerSecond),
    };

    internal override void WriteDate(long row, DateOnly value) => WriteTimestamp(row, value.ToDateTime(TimeOnly.MinValue));

    protected internal override void WriteValue(long row, object value)
    {
        switch (value)
        {
            case DateTime time:
                WriteTimestamp(row, time);
                break;
            case DateOnly date:
                WriteDate(row, date);
                break;
            default:
                ((long*)Data)[row] = value is not DuckDbTimestamp exact ? throw Refuse(value)
                    : exact.Unit == _unit || exact.IsInfinity ? exact.Value
                    : throw DoesNotFit(value);
                break;
        }
    }

    private static long Floor(long value, long divisor)
    {
        var (quotient, remainder) = Math.DivRem(value, divisor);
        return remainder < 0 ? quotient - 1 : quotient;
    }
}

/// <summary>TIMESTAMPTZ: an instant; a <see cref="DateTime"/> of unspecified kind is none.</summary>
internal sealed unsafe class TimestampTzWriter(DuckDbType type) : VectorWriter(type)
{
    internal override void WriteTimestamp(long row, DateTime value) => ((long*)Data)[row] = value.Kind == DateTimeKind.Unspecified
        ? throw new InvalidCastException("a DateTime of unspecified kind is no instant; write a DateTimeOffset, or a DateTime in UTC")
        : CivilTime.Micros(value.ToUniversalTime());

    protected internal override void WriteValue(long row, object value)
    {
        switch (value)
        {
            case DateTimeOffset time:
                ((long*)Data)[row] = CivilTime.Micros(time.UtcDateTime);
                break;
            case DateTime time:
                WriteTimestamp(row, time);
                break;
            default:
                ((long*)Data)[row] = value is DuckDbTimestamp { Unit: DuckDbTimestampUnit.Microseconds } exact ? exact.Value : throw Refuse(value);
                break;
        }
    }
}

/// <summary>INTERVAL.</summary>
internal sealed unsafe class IntervalWriter(DuckDbType type) : VectorWriter(type)
{
    protected internal override void WriteValue(long row, object value)
    {
        var interval = value switch
        {
            DuckDbInterval exact => exact,
            TimeSpan time => DuckDbInterval.From(time),
            _ => throw Refuse(value),
        };
        ((NativeInterval*)Data)[row] = new(interval.Months, interval.Days, interval.Micros);
    }
}
