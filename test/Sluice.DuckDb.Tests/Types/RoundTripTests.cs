using System.Collections;
using System.Numerics;

namespace Sluice.DuckDb.Tests.Types;

/// <summary>Every type: written in SQL and read, and sent as a parameter and read back.</summary>
public class RoundTripTests
{
    private static readonly DateTime Noon = new(2024, 2, 29, 12, 34, 56, 789);

    public static TheoryData<string, string, object> Values()
    {
        var data = new TheoryData<string, string, object>();
        void Add(string type, string literal, object value) => data.Add(type, literal, value);

        Add("BOOLEAN", "true", true);
        Add("TINYINT", "-128", sbyte.MinValue);
        Add("SMALLINT", "-32768", short.MinValue);
        Add("INTEGER", "-2147483648", int.MinValue);
        Add("BIGINT", "-9223372036854775808", long.MinValue);
        Add("UTINYINT", "255", byte.MaxValue);
        Add("USMALLINT", "65535", ushort.MaxValue);
        Add("UINTEGER", "4294967295", uint.MaxValue);
        Add("UBIGINT", "18446744073709551615", ulong.MaxValue);
        Add("HUGEINT", "-170141183460469231731687303715884105728", Int128.MinValue);
        Add("HUGEINT", "170141183460469231731687303715884105727", Int128.MaxValue);
        Add("HUGEINT", "-1", (Int128)(-1));
        Add("UHUGEINT", "340282366920938463463374607431768211455", UInt128.MaxValue);
        Add("BIGNUM", "'-123456789012345678901234567890123456789012345678901234567890'", BigInteger.Parse("-123456789012345678901234567890123456789012345678901234567890"));
        Add("BIGNUM", "'0'", BigInteger.Zero);
        Add("BIGNUM", "'255'", new BigInteger(255));
        Add("FLOAT", "1.5", 1.5f);
        Add("FLOAT", "'nan'", float.NaN);
        Add("FLOAT", "'-infinity'", float.NegativeInfinity);
        Add("DOUBLE", "0.1", 0.1);
        Add("DOUBLE", "'infinity'", double.PositiveInfinity);
        Add("DOUBLE", "'nan'", double.NaN);
        Add("DECIMAL(4,1)", "-999.9", -999.9m);
        Add("DECIMAL(9,2)", "1234567.89", 1234567.89m);
        Add("DECIMAL(18,3)", "-123456789012345.678", -123456789012345.678m);
        Add("DECIMAL(28,10)", "123456789012345678.0123456789", 123456789012345678.0123456789m);
        Add("DECIMAL(38,30)", "1.5", 1.5m);
        Add("VARCHAR", "''", "");
        Add("VARCHAR", "'twelve bytes'", "twelve bytes");
        Add("VARCHAR", "'ünïcödé 日本語 🦆 and long'", "ünïcödé 日本語 🦆 and long");
        Add("BLOB", "''", Array.Empty<byte>());
        Add("BLOB", @"'\x00\xFFabc'", new byte[] { 0, 255, (byte)'a', (byte)'b', (byte)'c' });
        Add("BIT", "'10110'", new BitArray([true, false, true, true, false]));
        Add("BIT", "'0000000011111111'", new BitArray([.. Enumerable.Repeat(false, 8), .. Enumerable.Repeat(true, 8)]));
        Add("DATE", "'0001-01-01'", DateOnly.MinValue);
        Add("DATE", "'9999-12-31'", DateOnly.MaxValue);
        Add("TIME", "'23:59:59.999999'", new TimeOnly(23, 59, 59, 999, 999));
        Add("TIME_NS", "'12:34:56.1234567'", new TimeOnly(12, 34, 56).Add(new TimeSpan(1234567)));
        Add("TIMETZ", "'12:34:56.5+05:30'", DuckDbTimeTz.From(new TimeOnly(12, 34, 56, 500), new TimeSpan(5, 30, 0)));
        Add("TIMETZ", "'12:34:56-15:59:59'", new DuckDbTimeTz(45_296_000_000, -57_599));
        Add("TIMESTAMP", "'2024-02-29 12:34:56.789'", Noon);
        Add("TIMESTAMP", "'0001-01-01 00:00:00'", DateTime.MinValue);
        Add("TIMESTAMP_S", "'2024-02-29 12:34:56'", new DateTime(2024, 2, 29, 12, 34, 56));
        Add("TIMESTAMP_MS", "'2024-02-29 12:34:56.789'", Noon);
        Add("TIMESTAMP_NS", "'2024-02-29 12:34:56.7891234'", Noon.AddTicks(1234));
        Add("TIMESTAMPTZ", "'2024-02-29 12:34:56.789+00'", new DateTimeOffset(Noon, TimeSpan.Zero));
        Add("INTERVAL", "'14 months 3 days 04:05:06.7'", new DuckDbInterval(14, 3, 14_706_700_000));
        Add("INTERVAL", "'-1 days'", new DuckDbInterval(0, -1, 0));
        Add("UUID", "'00112233-4455-6677-8899-aabbccddeeff'", Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"));
        Add("UUID", "'ffffffff-ffff-ffff-ffff-ffffffffffff'", Guid.Parse("ffffffff-ffff-ffff-ffff-ffffffffffff"));
        Add("ENUM('low', 'high')", "'high'", "high");
        Add("JSON", "'{\"a\": [1, null]}'", "{\"a\": [1, null]}");
        Add("INTEGER[]", "[1, NULL, 3]", new List<int?> { 1, null, 3 });
        Add("INTEGER[]", "[]", new List<int?>());
        Add("VARCHAR[][]", "[['a'], NULL, [], ['b', NULL]]", new List<List<string?>?> { new() { "a" }, null, new(), new() { "b", null } });
        Add("DOUBLE[3]", "[1, NULL, 3]", new List<double?> { 1, null, 3 });
        Add("STRUCT(a INTEGER, b VARCHAR)", "{'a': 1, 'b': NULL}", new Dictionary<string, object?> { ["a"] = 1, ["b"] = null });
        Add("STRUCT(a STRUCT(b DECIMAL(9,2))[])", "{'a': [{'b': 1.25}]}", new Dictionary<string, object?>
        {
            ["a"] = new List<Dictionary<string, object?>> { new() { ["b"] = 1.25m } },
        });
        Add("MAP(VARCHAR, INTEGER)", "MAP {'x': 1, 'y': NULL}", new Dictionary<string, int?> { ["x"] = 1, ["y"] = null });
        Add("MAP(INTEGER, DATE[])", "MAP {7: [DATE '2024-01-01']}", new Dictionary<int, List<DateOnly?>> { [7] = new() { new(2024, 1, 1) } });
        Add("UNION(num INTEGER, str VARCHAR)", "union_value(str := 'x')", new DuckDbUnion("str", "x"));
        Add("UNION(num INTEGER, str VARCHAR)", "union_value(num := NULL)", new DuckDbUnion("num", null));
        return data;
    }

    [Theory, MemberData(nameof(Values))]
    public void A_value_written_in_sql_is_read_exactly(string type, string literal, object expected)
    {
        using var connection = Db.Open();
        connection.Execute("set timezone = 'UTC'");

        var read = connection.Scalar($"select ({literal})::{type}");

        Assert.Equal(expected, read);
        Assert.Equal(expected.GetType(), read!.GetType());
    }

    [Theory, MemberData(nameof(Values))]
    public void A_parameter_comes_back_as_it_was(string type, string literal, object value)
    {
        using var connection = Db.Open();
        connection.Execute("set timezone = 'UTC'");
        connection.Execute($"create table t (v {type})");

        connection.Execute("insert into t values ($1)", value);

        Assert.Equal(value, connection.Scalar("select v from t"));
        Assert.Equal(true, connection.Scalar($"select v is not distinct from ({literal})::{type} or isnan(try_cast(v::varchar as double)) from t"));
    }

    [Theory, MemberData(nameof(Values))]
    public void Null_is_null_in_every_type(string type, string literal, object value)
    {
        using var connection = Db.Open();
        connection.Execute($"create table t (i integer, v {type})");
        connection.Execute($"insert into t values (1, ({literal})::{type})");
        connection.Execute("insert into t values (2, $1)", DBNull.Value);

        Assert.Equal(DBNull.Value, connection.Scalar("select v from t order by i desc"));
        Assert.Equal(value, connection.Scalar("select v from t order by i"));
    }

    [Theory, MemberData(nameof(Values))]
    public void The_type_name_is_the_one_that_sql_gives(string type, string literal, object value)
    {
        using var connection = Db.Open();
        using var command = connection.CreateCommand($"select ({literal})::{type} v, typeof(v)");

        using var reader = command.ExecuteReader();

        Assert.True(reader.Read());
        Assert.Equal(reader.GetString(1), reader.GetDataTypeName(0));
        Assert.Equal(value.GetType(), reader.GetFieldType(0));
    }
}
