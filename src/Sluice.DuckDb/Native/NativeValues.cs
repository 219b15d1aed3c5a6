using System.Collections;
using System.Globalization;
using System.Numerics;
using Sluice.DuckDb.Values;
using Sluice.DuckDb.Vectors;

namespace Sluice.DuckDb.Native;

/// <summary>
/// Makes native values from .NET ones. The target is the type that the statement expects, where it is known: a value that fits it
/// exactly takes that type, any other keeps its own and is cast, or refused, by DuckDB.
/// </summary>
internal static unsafe class NativeValues
{
    internal static ValueHandle Create(object? value, DuckDbType target) => new(Make(value, target));

    private static nint Make(object? value, DuckDbType target)
    {
        var made = value switch
        {
            null or DBNull => NativeMethods.CreateNullValue(),
            bool truth => NativeMethods.CreateBool(truth ? (byte)1 : (byte)0),
            sbyte or short or int or long or byte or ushort or uint or ulong or Int128 or UInt128 or BigInteger => Integer(value, target),
            float number => target.Kind == DuckDbTypeKind.Double ? NativeMethods.CreateDouble(number) : NativeMethods.CreateFloat(number),
            double number => target.Kind == DuckDbTypeKind.Float && (float)number == number
                ? NativeMethods.CreateFloat((float)number)
                : NativeMethods.CreateDouble(number),
            decimal number => Decimal(DuckDbDecimal.From(number), target),
            DuckDbDecimal number => Decimal(number, target),
            string text => Text(text, target),
            char letter => Text(letter.ToString(), target),
            char[] text => Text(new string(text), target),
            TextReader reader => Text(reader.ReadToEnd(), target),
            Enum member => target.Kind.IsInteger() ? Integer(Convert.ToInt64(member, CultureInfo.InvariantCulture), target) : Text(member.ToString(), target),
            byte[] bytes => Blob(bytes),
            Memory<byte> bytes => Blob(bytes.Span),
            ReadOnlyMemory<byte> bytes => Blob(bytes.Span),
            Stream stream => Blob(ReadAll(stream)),
            BitArray bits => Bits(bits),
            Guid guid => NativeMethods.CreateUuid(UuidStorage.ToPlain(guid)),
            DateOnly date => NativeMethods.CreateDate(DuckDbDate.From(date).Days),
            DuckDbDate date => NativeMethods.CreateDate(date.Days),
            DateTime time => Time(time, target),
            DateTimeOffset time => NativeMethods.CreateTimestampTz(CivilTime.Micros(time.UtcDateTime)),
            DuckDbTimestamp time => Timestamp(time, target),
            TimeOnly time => TimeOfDay(time.Ticks, target),
            TimeSpan time => target.Kind is DuckDbTypeKind.Time or DuckDbTypeKind.TimeNanoseconds
                ? TimeOfDay(time.Ticks, target)
                : Interval(DuckDbInterval.From(time)),
            DuckDbInterval interval => Interval(interval),
            DuckDbTimeTz time => NativeMethods.CreateTimeTz(time.Bits),
            DuckDbUnion union => Union(union, target),
            IDictionary map => Dictionary(map, target),
            IEnumerable list => List(list, target),
            _ => throw new NotSupportedException($"a {ClrName.Of(value.GetType())} cannot be sent to DuckDB"),
        };
        return made != 0 ? made : throw new ArgumentException($"DuckDB cannot make a value of {target.Name} from '{value}'", nameof(value));
    }

    /// <summary>An integer as the target type where it is one and the value fits it, else as its own type.</summary>
    internal static BigInteger ToBigInteger(object value) => value switch
    {
        Int128 number => number,
        UInt128 number => number,
        BigInteger number => number,
        ulong number => number,
        _ => Convert.ToInt64(value, CultureInfo.InvariantCulture),
    };

    private static nint Integer(object value, DuckDbType target)
    {
        var number = ToBigInteger(value);
        if (target.Kind == DuckDbTypeKind.Decimal && number >= Int128.MinValue && number <= Int128.MaxValue)
        {
            return Decimal(new((Int128)number, 0), target);
        }

        var kind = target.Kind.IsInteger() && target.Kind.Holds(number) ? target.Kind : IntegerKinds.Of(value);
        return kind switch
        {
            DuckDbTypeKind.TinyInt => NativeMethods.CreateInt8((sbyte)number),
            DuckDbTypeKind.SmallInt => NativeMethods.CreateInt16((short)number),
            DuckDbTypeKind.Integer => NativeMethods.CreateInt32((int)number),
            DuckDbTypeKind.BigInt => NativeMethods.CreateInt64((long)number),
            DuckDbTypeKind.UTinyInt => NativeMethods.CreateUInt8((byte)number),
            DuckDbTypeKind.USmallInt => NativeMethods.CreateUInt16((ushort)number),
            DuckDbTypeKind.UInteger => NativeMethods.CreateUInt32((uint)number),
            DuckDbTypeKind.UBigInt => NativeMethods.CreateUInt64((ulong)number),
            DuckDbTypeKind.HugeInt => NativeMethods.CreateHugeInt(new((Int128)number)),
            DuckDbTypeKind.UHugeInt => NativeMethods.CreateUHugeInt(new((ulong)((UInt128)number & ulong.MaxValue), (ulong)((UInt128)number >> 64))),
            _ => BigNum(number),
        };
    }

    private static nint BigNum(BigInteger number)
    {
        // duckdb.h says little endian; what the library reads is big endian.
        var digits = BigInteger.Abs(number).ToByteArray(isUnsigned: true, isBigEndian: true);
        fixed (byte* first = digits)
        {
            return NativeMethods.CreateBigNum(new(first, (ulong)digits.Length, number.Sign < 0));
        }
    }

    private static nint Decimal(DuckDbDecimal number, DuckDbType target)
    {
        var (fitted, precision) = FitDecimal(number, target);
        return NativeMethods.CreateDecimal(new((byte)precision, fitted.Scale, new(fitted.Unscaled)));
    }

    /// <summary>The number with the target's scale where no digit is lost, else as it is.</summary>
    internal static (DuckDbDecimal Number, int Precision) FitDecimal(DuckDbDecimal number, DuckDbType target)
    {
        if (target.Kind != DuckDbTypeKind.Decimal)
        {
            return (number, number.Precision);
        }

        if (number.Scale == target.Scale && number.Precision <= target.Precision)
        {
            return (number, target.Precision);
        }

        try
        {
            var fitted = number.Rescale(target.Scale);
            return fitted.Precision <= target.Precision ? (fitted, target.Precision) : (number, number.Precision);
        }
        catch (OverflowException)
        {
            return (number, number.Precision); // DuckDB rounds or refuses, as for any cast
        }
    }

    private static nint Text(string text, DuckDbType target)
    {
        if (target.Kind == DuckDbTypeKind.Enum && IndexOf(target.EnumMembers, text) is >= 0 and var index)
        {
            using var type = target.ToNative();
            return NativeMethods.CreateEnumValue(type, (ulong)index);
        }

        using var encoded = new Utf8.Encoded(text, stackalloc byte[256]);
        fixed (byte* first = encoded.Bytes)
        {
            return NativeMethods.CreateVarchar(first, (ulong)encoded.Bytes.Length);
        }
    }

    private static int IndexOf(IReadOnlyList<string> members, string text)
    {
        for (var index = 0; index < members.Count; index++)
        {
            if (members[index] == text)
            {
                return index;
            }
        }

        return -1;
    }

    private static nint Blob(ReadOnlySpan<byte> bytes)
    {
        var empty = default(byte);
        fixed (byte* first = bytes)
        {
            return NativeMethods.CreateBlob(first == null ? &empty : first, (ulong)bytes.Length);
        }
    }

    internal static byte[] ReadAll(Stream stream)
    {
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    private static nint Bits(BitArray bits)
    {
        var stored = BitStorage.ToStored(bits);
        fixed (byte* first = stored)
        {
            return NativeMethods.CreateBit(new(first, (ulong)stored.Length));
        }
    }

    private static nint Interval(DuckDbInterval interval) =>
        NativeMethods.CreateInterval(new(interval.Months, interval.Days, interval.Micros));

    private static nint Time(DateTime time, DuckDbType target) => target.Kind switch
    {
        DuckDbTypeKind.TimestampTz when time.Kind != DateTimeKind.Unspecified =>
            NativeMethods.CreateTimestampTz(CivilTime.Micros(time.ToUniversalTime())),
        DuckDbTypeKind.Date when time.TimeOfDay == TimeSpan.Zero => NativeMethods.CreateDate(DuckDbDate.From(DateOnly.FromDateTime(time)).Days),
        DuckDbTypeKind.TimestampNanoseconds when TimestampUnits.TryNanoseconds(time, out var nanoseconds) =>
            NativeMethods.CreateTimestampNs(nanoseconds),
        _ => NativeMethods.CreateTimestamp(CivilTime.Micros(time)),
    };

    private static nint Timestamp(DuckDbTimestamp time, DuckDbType target) => time.Unit switch
    {
        DuckDbTimestampUnit.Seconds => NativeMethods.CreateTimestampS(time.Value),
        DuckDbTimestampUnit.Milliseconds => NativeMethods.CreateTimestampMs(time.Value),
        DuckDbTimestampUnit.Nanoseconds => NativeMethods.CreateTimestampNs(time.Value),
        _ when target.Kind == DuckDbTypeKind.TimestampTz => NativeMethods.CreateTimestampTz(time.Value),
        _ => NativeMethods.CreateTimestamp(time.Value),
    };

    private static nint TimeOfDay(long ticks, DuckDbType target) => target.Kind == DuckDbTypeKind.TimeNanoseconds
        ? NativeMethods.CreateTimeNs(ticks * TimeSpan.NanosecondsPerTick)
        : NativeMethods.CreateTime(ticks / TimeSpan.TicksPerMicrosecond);

    private static nint Union(DuckDbUnion union, DuckDbType target)
    {
        if (target.Kind != DuckDbTypeKind.Union)
        {
            throw new NotSupportedException(
                $"a {nameof(DuckDbUnion)} can only be sent where the statement expects a UNION; cast the parameter: $value::UNION(…)");
        }

        var tag = target.Fields.Select(field => field.Name).ToList().FindIndex(name => name.Equals(union.Tag, StringComparison.OrdinalIgnoreCase));
        if (tag < 0)
        {
            throw new ArgumentException($"'{union.Tag}' is not a member of {target.Name}", nameof(union));
        }

        using var type = target.ToNative();
        var member = target.Fields[tag].Type;
        using var value = union.Value is null or DBNull ? TypedNull(member) : Create(union.Value, member);
        return NativeMethods.CreateUnionValue(type, (ulong)tag, value.Pointer);
    }

    /// <summary>NULL of a type. The C API makes only untyped ones, but a list gives its elements the list's type.</summary>
    internal static ValueHandle TypedNull(DuckDbType type)
    {
        using var native = type.ToNative();
        using var untyped = new ValueHandle(NativeMethods.CreateNullValue());
        var element = untyped.Pointer;
        using var list = new ValueHandle(NativeMethods.CreateListValue(native, &element, 1));
        return new(NativeMethods.GetListChild(list, 0));
    }

    private static nint Dictionary(IDictionary map, DuckDbType target)
    {
        var type = target.Kind is DuckDbTypeKind.Map or DuckDbTypeKind.Struct ? target : ValueTypes.Infer(map);
        return type.Kind == DuckDbTypeKind.Struct ? Struct(map, type) : Map(map, type);
    }

    private static nint Struct(IDictionary map, DuckDbType type)
    {
        var left = new HashSet<string>(map.Keys.Cast<object>().Select(key => Convert.ToString(key, CultureInfo.InvariantCulture)!), StringComparer.OrdinalIgnoreCase);
        var values = new List<ValueHandle>();
        try
        {
            foreach (var field in type.Fields)
            {
                left.Remove(field.Name);
                var key = map.Keys.Cast<object>().FirstOrDefault(
                    name => string.Equals(Convert.ToString(name, CultureInfo.InvariantCulture), field.Name, StringComparison.OrdinalIgnoreCase));
                values.Add(Create(key is null ? null : map[key], field.Type));
            }

            if (left.Count > 0)
            {
                throw new ArgumentException($"'{left.First()}' is not a field of {type.Name}", nameof(map));
            }

            using var native = type.ToNative();
            fixed (nint* first = Pointers(values))
            {
                return NativeMethods.CreateStructValue(native, first);
            }
        }
        finally
        {
            values.ForEach(value => value.Dispose());
        }
    }

    private static nint Map(IDictionary map, DuckDbType type)
    {
        var keys = new List<ValueHandle>();
        var values = new List<ValueHandle>();
        try
        {
            foreach (DictionaryEntry entry in map)
            {
                keys.Add(Create(entry.Key, type.Key!));
                values.Add(Create(entry.Value, type.Element!));
            }

            using var native = type.ToNative();
            fixed (nint* firstKey = Pointers(keys), firstValue = Pointers(values))
            {
                return NativeMethods.CreateMapValue(native, firstKey, firstValue, (ulong)keys.Count);
            }
        }
        finally
        {
            keys.ForEach(key => key.Dispose());
            values.ForEach(value => value.Dispose());
        }
    }

    private static nint List(IEnumerable list, DuckDbType target)
    {
        var type = target.Kind is DuckDbTypeKind.List or DuckDbTypeKind.Array ? target : ValueTypes.Infer(list);
        var values = new List<ValueHandle>();
        try
        {
            foreach (var element in list)
            {
                values.Add(Create(element, type.Element!));
            }

            if (type.Kind == DuckDbTypeKind.Array && values.Count != type.Length)
            {
                throw new ArgumentException($"{type.Name} takes {type.Length} elements, not {values.Count}", nameof(list));
            }

            using var native = type.Element!.ToNative();
            fixed (nint* first = Pointers(values))
            {
                return type.Kind == DuckDbTypeKind.Array
                    ? NativeMethods.CreateArrayValue(native, first, (ulong)values.Count)
                    : NativeMethods.CreateListValue(native, first, (ulong)values.Count);
            }
        }
        finally
        {
            values.ForEach(value => value.Dispose());
        }
    }

    // One more than needed: an empty array has no first element to point at.
    private static nint[] Pointers(List<ValueHandle> values) => [.. values.Select(value => value.Pointer), 0];
}
