using System.Collections;
using System.Numerics;
using System.Reflection;

namespace Sluice.DuckDb.Vectors;

/// <summary>Reads a field as <typeparamref name="T"/>: decided once for each type, then one delegate call for each value.</summary>
internal static class FieldAccess<T>
{
    /// <summary>Reads a row that is not NULL, except where T can be null: then it reads that too.</summary>
    internal static Func<ColumnVector, long, T> Read { get; } = FieldAccessFactory.Create<T>();

    internal static bool TakesNull { get; } = Nullable.GetUnderlyingType(typeof(T)) is not null;
}

internal static class FieldAccessFactory
{
    private static readonly Dictionary<Type, Delegate> Scalars = new()
    {
        [typeof(bool)] = Reader(static (vector, row) => vector.ReadBoolean(row)),
        [typeof(sbyte)] = Integer<sbyte>(),
        [typeof(short)] = Integer<short>(),
        [typeof(int)] = Integer<int>(),
        [typeof(long)] = Integer<long>(),
        [typeof(byte)] = Integer<byte>(),
        [typeof(ushort)] = Integer<ushort>(),
        [typeof(uint)] = Integer<uint>(),
        [typeof(ulong)] = Integer<ulong>(),
        [typeof(Int128)] = Reader(static (vector, row) => vector.ReadInt128(row)),
        [typeof(UInt128)] = Reader(static (vector, row) => vector.ReadInteger(row) is var value && value >= 0 && value <= UInt128.MaxValue
            ? (UInt128)value
            : throw vector.TooLarge(value, typeof(UInt128))),
        [typeof(BigInteger)] = Reader(static (vector, row) => vector.ReadInteger(row)),
        [typeof(float)] = Reader(static (vector, row) => vector.ReadSingle(row)),
        [typeof(double)] = Reader(static (vector, row) => vector.ReadDouble(row)),
        [typeof(decimal)] = Reader(static (vector, row) => vector.ReadDecimal(row)),
        [typeof(DuckDbDecimal)] = Reader(static (vector, row) => vector.ReadExactDecimal(row)),
        [typeof(string)] = Reader(static (vector, row) => vector.ReadString(row)),
        [typeof(char)] = Reader(static (vector, row) => vector.ReadString(row) is [var only] ? only : throw vector.Refuse(typeof(char))),
        [typeof(char[])] = Reader(static (vector, row) => vector.ReadString(row).ToCharArray()),
        [typeof(TextReader)] = Reader(static (vector, row) => (TextReader)new StringReader(vector.ReadString(row))),
        [typeof(byte[])] = Reader(static (vector, row) => vector.ReadBytes(row).ToArray()),
        [typeof(Stream)] = Reader(static (vector, row) => (Stream)new MemoryStream(vector.ReadBytes(row).ToArray(), writable: false)),
        [typeof(DateTime)] = Reader(static (vector, row) => vector.ReadDateTime(row)),
        [typeof(DateTimeOffset)] = Reader(static (vector, row) => vector.ReadDateTimeOffset(row)),
        [typeof(DuckDbTimestamp)] = Reader(static (vector, row) => vector.ReadTimestamp(row)),
        [typeof(DateOnly)] = Reader(static (vector, row) => vector.ReadDateOnly(row)),
        [typeof(DuckDbDate)] = Reader(static (vector, row) => vector.ReadDate(row)),
        [typeof(TimeOnly)] = Reader(static (vector, row) => vector.ReadTimeOnly(row)),
        [typeof(DuckDbTimeTz)] = Reader(static (vector, row) => vector.ReadTimeTz(row)),
        [typeof(TimeSpan)] = Reader(static (vector, row) => vector.ReadTimeSpan(row)),
        [typeof(DuckDbInterval)] = Reader(static (vector, row) => vector.ReadInterval(row)),
        [typeof(Guid)] = Reader(static (vector, row) => vector.ReadGuid(row)),
        [typeof(BitArray)] = Reader(static (vector, row) => vector.ReadBits(row)),
        [typeof(DuckDbUnion)] = Reader(static (vector, row) => vector.ReadUnion(row)),
        [typeof(object)] = Reader(static (vector, row) => vector.GetValue(row)),
    };

    internal static Func<ColumnVector, long, T> Create<T>()
    {
        if (Scalars.TryGetValue(typeof(T), out var scalar))
        {
            return (Func<ColumnVector, long, T>)scalar;
        }

        if (Nullable.GetUnderlyingType(typeof(T)) is { } value)
        {
            return Make<T>(nameof(Optional), value);
        }

        if (typeof(T).IsEnum)
        {
            return Make<T>(nameof(EnumByName), typeof(T));
        }

        if (typeof(T).IsSZArray)
        {
            return Make<T>(nameof(ArrayOf), typeof(T).GetElementType()!);
        }

        var definition = typeof(T).IsGenericType ? typeof(T).GetGenericTypeDefinition() : null;
        var arguments = typeof(T).GetGenericArguments();
        if (definition == typeof(Dictionary<,>) || definition == typeof(IDictionary<,>) || definition == typeof(IReadOnlyDictionary<,>))
        {
            return Make<T>(nameof(DictionaryOf), [typeof(T), .. arguments]);
        }

        return definition == typeof(List<>) || definition == typeof(IList<>) || definition == typeof(IReadOnlyList<>)
            || definition == typeof(ICollection<>) || definition == typeof(IReadOnlyCollection<>) || definition == typeof(IEnumerable<>)
                ? Make<T>(nameof(ListOf), [typeof(T), .. arguments])
                : static (vector, _) => throw vector.Refuse(typeof(T));
    }

    private static Func<ColumnVector, long, TValue> Reader<TValue>(Func<ColumnVector, long, TValue> read) => read;

    private static Func<ColumnVector, long, TInteger> Integer<TInteger>()
        where TInteger : IBinaryInteger<TInteger>, IMinMaxValue<TInteger>
    {
        var (least, greatest) = (Int128.CreateChecked(TInteger.MinValue), Int128.CreateChecked(TInteger.MaxValue));
        return (vector, row) =>
        {
            var value = vector.ReadInt128(row);
            return value >= least && value <= greatest
                ? TInteger.CreateTruncating(value)
                : throw vector.TooLarge(value, typeof(TInteger));
        };
    }

    private static Func<ColumnVector, long, T> Make<T>(string method, params Type[] arguments) =>
        (Func<ColumnVector, long, T>)typeof(FieldAccessFactory)
            .GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(arguments)
            .Invoke(null, null)!;

    private static Func<ColumnVector, long, TValue?> Optional<TValue>()
        where TValue : struct => static (vector, row) => vector.IsNull(row) ? null : FieldAccess<TValue>.Read(vector, row);

    private static Func<ColumnVector, long, TEnum> EnumByName<TEnum>()
        where TEnum : struct, Enum => static (vector, row) =>
    {
        if (vector.Kind is DuckDbTypeKind.Varchar or DuckDbTypeKind.Enum)
        {
            var name = vector.ReadString(row);
            return Enum.TryParse<TEnum>(name, ignoreCase: true, out var member) && Enum.IsDefined(member)
                ? member
                : throw new InvalidCastException($"'{name}' is not a member of {typeof(TEnum).Name}");
        }

        return (TEnum)Enum.ToObject(typeof(TEnum), FieldAccess<long>.Read(vector, row));
    };

    private static Func<ColumnVector, long, TElement[]> ArrayOf<TElement>() => static (vector, row) =>
    {
        var list = vector as ListVector ?? throw vector.Refuse(typeof(TElement[]));
        var (offset, length) = list.Range(row);
        var array = new TElement[length];
        for (var index = 0; index < length; index++)
        {
            array[index] = Element<TElement>(list.Child, offset + index);
        }

        return array;
    };

    private static Func<ColumnVector, long, TList> ListOf<TList, TElement>() => static (vector, row) =>
    {
        var list = vector as ListVector ?? throw vector.Refuse(typeof(TList));
        var (offset, length) = list.Range(row);
        var elements = new List<TElement>(length);
        for (var index = 0; index < length; index++)
        {
            elements.Add(Element<TElement>(list.Child, offset + index));
        }

        return (TList)(object)elements;
    };

    private static Func<ColumnVector, long, TDictionary> DictionaryOf<TDictionary, TKey, TValue>()
        where TKey : notnull => static (vector, row) =>
    {
        var entries = new Dictionary<TKey, TValue>();
        if (vector is MapVector map)
        {
            var (offset, length) = map.Range(row);
            for (var index = offset; index < offset + length; index++)
            {
                entries.Add(Element<TKey>(map.Keys, index), Element<TValue>(map.Values, index));
            }
        }
        else if (vector is StructVector fields && typeof(TKey) == typeof(string))
        {
            for (var index = 0; index < fields.Children.Count; index++)
            {
                entries.Add((TKey)(object)fields.FieldName(index), Element<TValue>(fields.Children[index], row));
            }
        }
        else
        {
            throw vector.Refuse(typeof(TDictionary));
        }

        return (TDictionary)(object)entries;
    };

    private static TElement Element<TElement>(ColumnVector vector, long row)
    {
        if (!vector.IsNull(row) || FieldAccess<TElement>.TakesNull)
        {
            return FieldAccess<TElement>.Read(vector, row);
        }

        return default(TElement) is null
            ? default!
            : throw new InvalidCastException($"an element is NULL, which {ClrName.Of(typeof(TElement))} cannot hold; read it as {ClrName.Of(typeof(TElement))}?");
    }
}
