using System.Collections;
using System.Numerics;
using Sluice.DuckDb.Vectors;

namespace Sluice.DuckDb.Values;

/// <summary>Which DuckDB type a .NET value has by itself, where the statement does not say.</summary>
internal static class ValueTypes
{
    private static readonly DuckDbType Nothing = DuckDbType.Of(DuckDbTypeKind.SqlNull);

    private static readonly Dictionary<Type, DuckDbTypeKind> Kinds = new()
    {
        [typeof(bool)] = DuckDbTypeKind.Boolean,
        [typeof(sbyte)] = DuckDbTypeKind.TinyInt,
        [typeof(short)] = DuckDbTypeKind.SmallInt,
        [typeof(int)] = DuckDbTypeKind.Integer,
        [typeof(long)] = DuckDbTypeKind.BigInt,
        [typeof(byte)] = DuckDbTypeKind.UTinyInt,
        [typeof(ushort)] = DuckDbTypeKind.USmallInt,
        [typeof(uint)] = DuckDbTypeKind.UInteger,
        [typeof(ulong)] = DuckDbTypeKind.UBigInt,
        [typeof(Int128)] = DuckDbTypeKind.HugeInt,
        [typeof(UInt128)] = DuckDbTypeKind.UHugeInt,
        [typeof(BigInteger)] = DuckDbTypeKind.BigNum,
        [typeof(float)] = DuckDbTypeKind.Float,
        [typeof(double)] = DuckDbTypeKind.Double,
        [typeof(string)] = DuckDbTypeKind.Varchar,
        [typeof(char)] = DuckDbTypeKind.Varchar,
        [typeof(char[])] = DuckDbTypeKind.Varchar,
        [typeof(byte[])] = DuckDbTypeKind.Blob,
        [typeof(BitArray)] = DuckDbTypeKind.Bit,
        [typeof(Guid)] = DuckDbTypeKind.Uuid,
        [typeof(DateOnly)] = DuckDbTypeKind.Date,
        [typeof(DuckDbDate)] = DuckDbTypeKind.Date,
        [typeof(DateTime)] = DuckDbTypeKind.Timestamp,
        [typeof(DateTimeOffset)] = DuckDbTypeKind.TimestampTz,
        [typeof(TimeOnly)] = DuckDbTypeKind.Time,
        [typeof(DuckDbTimeTz)] = DuckDbTypeKind.TimeTz,
        [typeof(TimeSpan)] = DuckDbTypeKind.Interval,
        [typeof(DuckDbInterval)] = DuckDbTypeKind.Interval,
    };

    internal static DuckDbType Infer(object? value) => value switch
    {
        null or DBNull => Nothing,
        DuckDbTimestamp time => DuckDbType.Of(TimestampUnits.KindOf(time.Unit)),
        decimal number => OfDecimal(DuckDbDecimal.From(number)),
        DuckDbDecimal number => OfDecimal(number),
        Enum => DuckDbType.Of(DuckDbTypeKind.Varchar),
        _ when Kinds.TryGetValue(value.GetType(), out var kind) => DuckDbType.Of(kind),
        IDictionary map => OfDictionary(map),
        IEnumerable list => DuckDbType.ListOf(OfElements(list)),
        _ => throw new NotSupportedException($"a {ClrName.Of(value.GetType())} cannot be sent to DuckDB"),
    };

    // What a STRUCT is read as is sent as a STRUCT; any other dictionary is a MAP.
    private static DuckDbType OfDictionary(IDictionary map) => map is IDictionary<string, object?>
        ? DuckDbType.StructOf([.. map.Keys.Cast<string>().Select(key => new DuckDbField(key, Infer(map[key])))])
        : DuckDbType.MapOf(OfElements(map.Keys), OfElements(map.Values));

    private static DuckDbType OfDecimal(DuckDbDecimal number) => DuckDbType.DecimalOf(number.Precision, number.Scale);

    private static DuckDbType OfElements(IEnumerable elements)
    {
        var type = Nothing;
        foreach (var element in elements)
        {
            type = Unify(type, Infer(element));
        }

        return type.Kind == DuckDbTypeKind.SqlNull ? Declared(elements) : type;
    }

    // An empty List<int> is still a list of INTEGER.
    private static DuckDbType Declared(IEnumerable elements)
    {
        var element = elements.GetType().GetInterfaces()
            .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>))
            .Select(type => type.GetGenericArguments()[0])
            .FirstOrDefault();
        element = element is null ? null : Nullable.GetUnderlyingType(element) ?? element;
        return element is not null && Kinds.TryGetValue(element, out var kind) ? DuckDbType.Of(kind) : Nothing;
    }

    private static DuckDbType Unify(DuckDbType left, DuckDbType right)
    {
        if (left.Kind == DuckDbTypeKind.SqlNull || left.Name == right.Name)
        {
            return right;
        }

        if (right.Kind == DuckDbTypeKind.SqlNull)
        {
            return left;
        }

        if (left.Kind.IsInteger() && right.Kind.IsInteger())
        {
            return DuckDbType.Of(DuckDbTypeKind.HugeInt);
        }

        if (left.Kind == DuckDbTypeKind.Decimal && right.Kind == DuckDbTypeKind.Decimal)
        {
            var scale = Math.Max(left.Scale, right.Scale);
            var whole = Math.Max(left.Precision - left.Scale, right.Precision - right.Scale);
            return DuckDbType.DecimalOf(Math.Min(whole + scale, 38), scale);
        }

        return left.Kind == DuckDbTypeKind.List && right.Kind == DuckDbTypeKind.List
            ? DuckDbType.ListOf(Unify(left.Element!, right.Element!))
            : throw new ArgumentException($"the elements of a list have different types: {left.Name} and {right.Name}", nameof(right));
    }
}
