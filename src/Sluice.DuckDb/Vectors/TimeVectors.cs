using Sluice.DuckDb.Native;
using Sluice.DuckDb.Values;

namespace Sluice.DuckDb.Vectors;

/// <summary>DATE.</summary>
internal sealed unsafe class DateVector(DuckDbType type) : ColumnVector(type)
{
    internal override Type FieldType => typeof(DateOnly);

    internal override object GetValue(long row) => ReadDateOnly(row);

    internal override DuckDbDate ReadDate(long row) => new(((int*)Data)[row]);

    internal override DateOnly ReadDateOnly(long row) => ReadDate(row).ToDateOnly();

    internal override DateTime ReadDateTime(long row) => ReadDateOnly(row).ToDateTime(TimeOnly.MinValue);
}

/// <summary>TIME and TIME_NS.</summary>
internal sealed unsafe class TimeVector(DuckDbType type) : ColumnVector(type)
{
    private const int NanosPerTick = 100;

    internal override Type FieldType => typeof(TimeOnly);

    internal override object GetValue(long row) => ReadTimeOnly(row);

    internal override TimeOnly ReadTimeOnly(long row)
    {
        var ticks = Ticks(row);
        return ticks < TimeSpan.TicksPerDay
            ? new TimeOnly(ticks)
            : throw new OverflowException($"the {Type.Name} 24:00:00 does not fit TimeOnly; read it as TimeSpan");
    }

    internal override TimeSpan ReadTimeSpan(long row) => new(Ticks(row));

    private long Ticks(long row)
    {
        var value = ((long*)Data)[row];
        if (Kind == DuckDbTypeKind.Time)
        {
            return value * CivilTime.TicksPerMicro;
        }

        return value % NanosPerTick == 0
            ? value / NanosPerTick
            : throw new OverflowException($"the TIME_NS of {value} ns after midnight is finer than 100 ns; cast it to TIME in the SQL");
    }
}

/// <summary>TIMETZ.</summary>
internal sealed unsafe class TimeTzVector(DuckDbType type) : ColumnVector(type)
{
    internal override Type FieldType => typeof(DuckDbTimeTz);

    internal override object GetValue(long row) => ReadTimeTz(row);

    internal override DuckDbTimeTz ReadTimeTz(long row) => DuckDbTimeTz.FromBits(((ulong*)Data)[row]);
}

/// <summary>TIMESTAMP, TIMESTAMP_S, TIMESTAMP_MS and TIMESTAMP_NS.</summary>
internal sealed unsafe class TimestampVector(DuckDbType type) : ColumnVector(type)
{
    private readonly DuckDbTimestampUnit _unit = TimestampUnits.Of(type.Kind);

    internal override Type FieldType => typeof(DateTime);

    internal override object GetValue(long row) => ReadDateTime(row);

    internal override DuckDbTimestamp ReadTimestamp(long row) => new(((long*)Data)[row], _unit);

    internal override DateTime ReadDateTime(long row) => ReadTimestamp(row).ToDateTime();

    internal override DateOnly ReadDateOnly(long row)
    {
        var time = ReadDateTime(row);
        return time.TimeOfDay == TimeSpan.Zero
            ? DateOnly.FromDateTime(time)
            : throw TooLarge(ReadTimestamp(row), typeof(DateOnly));
    }
}

/// <summary>TIMESTAMPTZ: an instant, given in UTC.</summary>
internal sealed unsafe class TimestampTzVector(DuckDbType type) : ColumnVector(type)
{
    internal override Type FieldType => typeof(DateTimeOffset);

    internal override object GetValue(long row) => ReadDateTimeOffset(row);

    internal override DuckDbTimestamp ReadTimestamp(long row) => new(((long*)Data)[row]);

    internal override DateTimeOffset ReadDateTimeOffset(long row) => new(ReadTimestamp(row).ToDateTime(), TimeSpan.Zero);

    internal override DateTime ReadDateTime(long row) => DateTime.SpecifyKind(ReadTimestamp(row).ToDateTime(), DateTimeKind.Utc);
}

/// <summary>INTERVAL.</summary>
internal sealed unsafe class IntervalVector(DuckDbType type) : ColumnVector(type)
{
    internal override Type FieldType => typeof(DuckDbInterval);

    internal override object GetValue(long row) => ReadInterval(row);

    internal override DuckDbInterval ReadInterval(long row)
    {
        var value = ((NativeInterval*)Data)[row];
        return new(value.Months, value.Days, value.Micros);
    }

    internal override TimeSpan ReadTimeSpan(long row) => ReadInterval(row).ToTimeSpan();
}

/// <summary>The unit of each kind of timestamp.</summary>
internal static class TimestampUnits
{
    internal static DuckDbTimestampUnit Of(DuckDbTypeKind kind) => kind switch
    {
        DuckDbTypeKind.TimestampSeconds => DuckDbTimestampUnit.Seconds,
        DuckDbTypeKind.TimestampMilliseconds => DuckDbTimestampUnit.Milliseconds,
        DuckDbTypeKind.TimestampNanoseconds => DuckDbTimestampUnit.Nanoseconds,
        _ => DuckDbTimestampUnit.Microseconds,
    };

    /// <summary>Nanoseconds since 1970; false outside the years 1677 to 2262, which a TIMESTAMP_NS cannot hold.</summary>
    internal static bool TryNanoseconds(DateTime time, out long nanoseconds)
    {
        var all = (Int128)(time.Ticks - DateTime.UnixEpoch.Ticks) * TimeSpan.NanosecondsPerTick;
        var fits = all > long.MinValue + 1 && all < long.MaxValue;
        nanoseconds = fits ? (long)all : 0;
        return fits;
    }

    internal static DuckDbTypeKind KindOf(DuckDbTimestampUnit unit) => unit switch
    {
        DuckDbTimestampUnit.Seconds => DuckDbTypeKind.TimestampSeconds,
        DuckDbTimestampUnit.Milliseconds => DuckDbTypeKind.TimestampMilliseconds,
        DuckDbTimestampUnit.Nanoseconds => DuckDbTypeKind.TimestampNanoseconds,
        _ => DuckDbTypeKind.Timestamp,
    };
}
