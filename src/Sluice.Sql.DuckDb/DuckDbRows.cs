using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Sluice.DuckDb;
using Sluice.Sql.Adapters;

namespace Sluice.Sql.DuckDb;

/// <summary>Reads a result whole, in the few types that the engine and templates know.</summary>
internal static class DuckDbRows
{
    internal static QueryResult Read(DuckDbDataReader reader)
    {
        if (reader.FieldCount == 0)
        {
            return QueryResult.Empty;
        }

        var columns = ImmutableArray.CreateBuilder<CatalogColumn>(reader.FieldCount);
        for (var i = 0; i < reader.FieldCount; i++)
        {
            columns.Add(new CatalogColumn(reader.GetName(i), reader.GetDataTypeName(i)));
        }

        var rows = ImmutableArray.CreateBuilder<object?[]>();
        while (reader.Read())
        {
            var row = new object?[columns.Count];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = reader.IsDBNull(i) ? null : Plain(reader.GetValue(i));
            }

            rows.Add(row);
        }

        return new QueryResult(columns.MoveToImmutable(), rows.ToImmutable());
    }

    private static object? Plain(object value) => value switch
    {
        DBNull => null,
        string or bool or long or double or decimal or BigInteger or DateOnly or DateTime or DateTimeOffset or TimeOnly => value,
        sbyte or short or int or byte or ushort or uint => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        ulong number => number <= long.MaxValue ? (long)number : (BigInteger)number,
        Int128 number => number >= long.MinValue && number <= long.MaxValue ? (long)number : (BigInteger)number,
        UInt128 number => number <= long.MaxValue ? (long)number : (BigInteger)number,
        float number => double.Parse(number.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
        DuckDbDecimal number => number.ToString(),
        Guid id => id.ToString(),
        _ => PlainText.Of(value),
    };
}
