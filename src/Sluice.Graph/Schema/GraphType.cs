namespace Sluice.Graph;

/// <summary>What a property holds. Each type is exact in both targets.</summary>
public enum GraphType
{
    /// <summary>Text; VARCHAR, STRING.</summary>
    Text,

    /// <summary>A whole number of 64 bits; BIGINT, INTEGER.</summary>
    Integer,

    /// <summary>A binary floating-point number; DOUBLE, FLOAT.</summary>
    Float,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A day.</summary>
    Date,

    /// <summary>An instant in UTC, to the microsecond; TIMESTAMPTZ, ZONED DATETIME.</summary>
    Timestamp,

    /// <summary>Texts in order, none of them null; VARCHAR[], LIST of STRING.</summary>
    TextList,
}
