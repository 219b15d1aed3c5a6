using System.Data;
using System.Globalization;
using System.Numerics;

namespace Sluice.DuckDb.Statements;

/// <summary>Converts a parameter's value to its declared type.</summary>
internal static class DbTypes
{
    internal static object? Convert(object? value, DbType type, string name)
    {
        if (value is null or DBNull)
        {
            return null;
        }

        try
        {
            return Convert(value, type);
        }
        catch (Exception error) when (error is InvalidCastException or FormatException or OverflowException)
        {
            throw new InvalidCastException($"the value '{value}' of the parameter ${name} is not a {type}: {error.Message}", error);
        }
    }

    private static object Convert(object value, DbType type)
    {
        var culture = CultureInfo.InvariantCulture;
        return type switch
        {
            DbType.Boolean => System.Convert.ToBoolean(value, culture),
            DbType.Byte => System.Convert.ToByte(value, culture),
            DbType.SByte => System.Convert.ToSByte(value, culture),
            DbType.Int16 => System.Convert.ToInt16(value, culture),
            DbType.Int32 => System.Convert.ToInt32(value, culture),
            DbType.Int64 => System.Convert.ToInt64(value, culture),
            DbType.UInt16 => System.Convert.ToUInt16(value, culture),
            DbType.UInt32 => System.Convert.ToUInt32(value, culture),
            DbType.UInt64 => System.Convert.ToUInt64(value, culture),
            DbType.VarNumeric when value is string text => BigInteger.Parse(text, culture),
            DbType.Single => System.Convert.ToSingle(value, culture),
            DbType.Double => System.Convert.ToDouble(value, culture),
            DbType.Decimal or DbType.Currency when value is not DuckDbDecimal => System.Convert.ToDecimal(value, culture),
            DbType.String or DbType.AnsiString or DbType.StringFixedLength or DbType.AnsiStringFixedLength or DbType.Xml
                when value is not (TextReader or char[]) => System.Convert.ToString(value, culture)!,
            DbType.Guid when value is string text => Guid.Parse(text),
            DbType.Date => ToDate(value),
            DbType.Time => value is DateTime time ? TimeOnly.FromDateTime(time) : value is TimeSpan span ? TimeOnly.FromTimeSpan(span) : value,
            DbType.DateTime or DbType.DateTime2 => ToDateTime(value),
            DbType.DateTimeOffset when value is DateTime time => new DateTimeOffset(time.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(time, DateTimeKind.Utc) : time),
            _ => value,
        };
    }

    private static object ToDate(object value) => value switch
    {
        DateTime time => DateOnly.FromDateTime(time),
        string text => DateOnly.Parse(text, CultureInfo.InvariantCulture),
        _ => value,
    };

    private static object ToDateTime(object value) => value switch
    {
        DateTimeOffset time => time.DateTime,
        DateOnly date => date.ToDateTime(TimeOnly.MinValue),
        string text => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        _ => value,
    };
}
