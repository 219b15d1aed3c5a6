namespace Sluice.DuckDb;

/// <summary>The kinds of type that DuckDB has; the numbers are those of its C API.</summary>
public enum DuckDbTypeKind
{
    /// <summary>Not known, such as the type of a parameter before the first execution.</summary>
    Unknown = 0,

    /// <summary>BOOLEAN.</summary>
    Boolean = 1,

    /// <summary>TINYINT: 8 bits, signed.</summary>
    TinyInt = 2,

    /// <summary>SMALLINT: 16 bits, signed.</summary>
    SmallInt = 3,

    /// <summary>INTEGER: 32 bits, signed.</summary>
    Integer = 4,

    /// <summary>BIGINT: 64 bits, signed.</summary>
    BigInt = 5,

    /// <summary>UTINYINT: 8 bits, unsigned.</summary>
    UTinyInt = 6,

    /// <summary>USMALLINT: 16 bits, unsigned.</summary>
    USmallInt = 7,

    /// <summary>UINTEGER: 32 bits, unsigned.</summary>
    UInteger = 8,

    /// <summary>UBIGINT: 64 bits, unsigned.</summary>
    UBigInt = 9,

    /// <summary>FLOAT: 32-bit IEEE 754.</summary>
    Float = 10,

    /// <summary>DOUBLE: 64-bit IEEE 754.</summary>
    Double = 11,

    /// <summary>TIMESTAMP: microseconds, without a time zone.</summary>
    Timestamp = 12,

    /// <summary>DATE.</summary>
    Date = 13,

    /// <summary>TIME: microseconds since midnight, up to and including 24:00:00.</summary>
    Time = 14,

    /// <summary>INTERVAL: months, days and microseconds.</summary>
    Interval = 15,

    /// <summary>HUGEINT: 128 bits, signed.</summary>
    HugeInt = 16,

    /// <summary>VARCHAR; JSON is one with that alias.</summary>
    Varchar = 17,

    /// <summary>BLOB.</summary>
    Blob = 18,

    /// <summary>DECIMAL of up to 38 digits.</summary>
    Decimal = 19,

    /// <summary>TIMESTAMP_S: seconds.</summary>
    TimestampSeconds = 20,

    /// <summary>TIMESTAMP_MS: milliseconds.</summary>
    TimestampMilliseconds = 21,

    /// <summary>TIMESTAMP_NS: nanoseconds.</summary>
    TimestampNanoseconds = 22,

    /// <summary>ENUM: one of a fixed list of strings.</summary>
    Enum = 23,

    /// <summary>LIST of any length.</summary>
    List = 24,

    /// <summary>STRUCT: named fields.</summary>
    Struct = 25,

    /// <summary>MAP.</summary>
    Map = 26,

    /// <summary>UUID.</summary>
    Uuid = 27,

    /// <summary>UNION: a value of one of several types, with a tag.</summary>
    Union = 28,

    /// <summary>BIT: a string of bits.</summary>
    Bit = 29,

    /// <summary>TIMETZ: a time with an offset from UTC.</summary>
    TimeTz = 30,

    /// <summary>TIMESTAMPTZ: an instant, in microseconds.</summary>
    TimestampTz = 31,

    /// <summary>UHUGEINT: 128 bits, unsigned.</summary>
    UHugeInt = 32,

    /// <summary>ARRAY of a fixed length.</summary>
    Array = 33,

    /// <summary>ANY: a placeholder in function signatures.</summary>
    Any = 34,

    /// <summary>BIGNUM: an integer of any length.</summary>
    BigNum = 35,

    /// <summary>The type of a bare NULL.</summary>
    SqlNull = 36,

    /// <summary>The type of a string literal before it is bound.</summary>
    StringLiteral = 37,

    /// <summary>The type of an integer literal before it is bound.</summary>
    IntegerLiteral = 38,

    /// <summary>TIME_NS: nanoseconds since midnight.</summary>
    TimeNanoseconds = 39,
}
