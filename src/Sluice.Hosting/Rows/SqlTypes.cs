using System.Collections;
using System.Numerics;
using Sluice.DuckDb;

namespace Sluice.Hosting.Rows;

/// <summary>The DuckDB type that holds a .NET type.</summary>
internal static class SqlTypes
{
    private static readonly Dictionary<Type, string> Scalars = new()
    {
        [typeof(bool)] = "BOOLEAN",
        [typeof(sbyte)] = "TINYINT",
        [typeof(short)] = "SMALLINT",
        [typeof(int)] = "INTEGER",
        [typeof(long)] = "BIGINT",
        [typeof(byte)] = "UTINYINT",
        [typeof(ushort)] = "USMALLINT",
        [typeof(uint)] = "UINTEGER",
        [typeof(ulong)] = "UBIGINT",
        [typeof(Int128)] = "HUGEINT",
        [typeof(UInt128)] = "UHUGEINT",
        [typeof(BigInteger)] = "BIGNUM",
        [typeof(float)] = "FLOAT",
        [typeof(double)] = "DOUBLE",
        [typeof(decimal)] = "DECIMAL(18,4)",
        [typeof(string)] = "VARCHAR",
        [typeof(char)] = "VARCHAR",
        [typeof(byte[])] = "BLOB",
        [typeof(BitArray)] = "BIT",
        [typeof(Guid)] = "UUID",
        [typeof(DateOnly)] = "DATE",
        [typeof(DuckDbDate)] = "DATE",
        [typeof(DateTime)] = "TIMESTAMP",
        [typeof(DateTimeOffset)] = "TIMESTAMP WITH TIME ZONE",
        [typeof(TimeOnly)] = "TIME",
        [typeof(TimeSpan)] = "INTERVAL",
        [typeof(DuckDbInterval)] = "INTERVAL",
    };

    /// <summary>The type's name as DuckDB writes it; null where no column can hold it.</summary>
    internal static string? Of(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (Scalars.TryGetValue(type, out var name))
        {
            return name;
        }

        if (type.IsEnum)
        {
            return "VARCHAR";
        }

        if (type.IsSZArray)
        {
            return ListOf(type.GetElementType()!);
        }

        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        var arguments = type.GetGenericArguments();
        if (definition == typeof(Dictionary<,>) || definition == typeof(IReadOnlyDictionary<,>))
        {
            return Of(arguments[0]) is { } key && Of(arguments[1]) is { } value ? $"MAP({key}, {value})" : null;
        }

        return definition == typeof(List<>) || definition == typeof(IReadOnlyList<>) ? ListOf(arguments[0]) : null;
    }

    private static string? ListOf(Type element) => Of(element) is { } name ? $"{name}[]" : null;
}
