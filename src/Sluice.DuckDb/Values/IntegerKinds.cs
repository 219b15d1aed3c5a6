using System.Numerics;

namespace Sluice.DuckDb.Values;

/// <summary>The integer types and what they hold.</summary>
internal static class IntegerKinds
{
    internal static bool IsInteger(this DuckDbTypeKind kind) => kind is (>= DuckDbTypeKind.TinyInt and <= DuckDbTypeKind.UBigInt)
        or DuckDbTypeKind.HugeInt or DuckDbTypeKind.UHugeInt or DuckDbTypeKind.BigNum;

    internal static bool Holds(this DuckDbTypeKind kind, BigInteger value) => kind switch
    {
        DuckDbTypeKind.TinyInt => value >= sbyte.MinValue && value <= sbyte.MaxValue,
        DuckDbTypeKind.SmallInt => value >= short.MinValue && value <= short.MaxValue,
        DuckDbTypeKind.Integer => value >= int.MinValue && value <= int.MaxValue,
        DuckDbTypeKind.BigInt => value >= long.MinValue && value <= long.MaxValue,
        DuckDbTypeKind.UTinyInt => value >= 0 && value <= byte.MaxValue,
        DuckDbTypeKind.USmallInt => value >= 0 && value <= ushort.MaxValue,
        DuckDbTypeKind.UInteger => value >= 0 && value <= uint.MaxValue,
        DuckDbTypeKind.UBigInt => value >= 0 && value <= ulong.MaxValue,
        DuckDbTypeKind.HugeInt => value >= Int128.MinValue && value <= Int128.MaxValue,
        DuckDbTypeKind.UHugeInt => value >= 0 && value <= UInt128.MaxValue,
        _ => true,
    };

    /// <summary>The type that an integer has by itself.</summary>
    internal static DuckDbTypeKind Of(object value) => value switch
    {
        sbyte => DuckDbTypeKind.TinyInt,
        short => DuckDbTypeKind.SmallInt,
        int => DuckDbTypeKind.Integer,
        long => DuckDbTypeKind.BigInt,
        byte => DuckDbTypeKind.UTinyInt,
        ushort => DuckDbTypeKind.USmallInt,
        uint => DuckDbTypeKind.UInteger,
        ulong => DuckDbTypeKind.UBigInt,
        Int128 => DuckDbTypeKind.HugeInt,
        UInt128 => DuckDbTypeKind.UHugeInt,
        BigInteger number when DuckDbTypeKind.HugeInt.Holds(number) => DuckDbTypeKind.HugeInt,
        BigInteger number when DuckDbTypeKind.UHugeInt.Holds(number) => DuckDbTypeKind.UHugeInt,
        _ => DuckDbTypeKind.BigNum,
    };
}
