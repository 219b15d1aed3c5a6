using System.Collections;
using System.Data;
using System.Data.Common;
using System.Numerics;

namespace Sluice.DuckDb.Tests.Results;

public class ReaderTests
{
    private enum Level
    {
        Low,
        High,
    }

    [Fact]
    public void A_field_is_read_as_every_type_that_holds_it()
    {
        using var connection = Db.Open();

        Assert.Equal(5, connection.Read<int>("select 5::hugeint"));
        Assert.Equal((byte)5, connection.Read<byte>("select 5::bigint"));
        Assert.Equal(5UL, connection.Read<ulong>("select 5::tinyint"));
        Assert.Equal(new BigInteger(5), connection.Read<BigInteger>("select 5::smallint"));
        Assert.Equal(5m, connection.Read<decimal>("select 5::ubigint"));
        Assert.Equal(5.0, connection.Read<double>("select 5::integer"));
        Assert.Equal(12, connection.Read<int>("select 12.00::decimal(18,2)"));
        Assert.Equal(0.1, connection.Read<double>("select 0.1::decimal(38,20)"));
        Assert.Equal(1.5, connection.Read<double>("select 1.5::float"));
        Assert.Null(connection.Read<int?>("select null::integer"));
        Assert.Equal(5, connection.Read<int?>("select 5::bigint"));
        Assert.Equal(Level.High, connection.Read<Level>("select 'high'"));
        Assert.Equal(Level.High, connection.Read<Level>("select 1"));
        Assert.Equal('x', connection.Read<char>("select 'x'"));
        Assert.Equal([1, 2], connection.Read<int[]>("select [1, 2]::bigint[]"));
        Assert.Equal([1, null], connection.Read<List<long?>>("select [1, null]::integer[]"));
        Assert.Equal([[1], []], connection.Read<IReadOnlyList<int[]>>("select [[1], []]"));
        Assert.Equal(new() { ["a"] = 1L }, connection.Read<Dictionary<string, long>>("select map {'a': 1}"));
        Assert.Equal(new() { ["a"] = 1L, ["b"] = 2L }, connection.Read<Dictionary<string, long>>("select {'a': 1, 'b': 2}"));
        Assert.Equal(new DateTime(2024, 1, 2), connection.Read<DateTime>("select date '2024-01-02'"));
        Assert.Equal(new DateOnly(2024, 1, 2), connection.Read<DateOnly>("select timestamp '2024-01-02 00:00:00'"));
        Assert.Equal(new TimeSpan(24, 0, 0), connection.Read<TimeSpan>("select time '24:00:00'"));
        Assert.Equal(new TimeSpan(1, 2, 0, 0), connection.Read<TimeSpan>("select interval '1 day 2 hours'"));
        Assert.Equal("0110", connection.Read<string>("select '0110'::bit"));
        Assert.Equal("text", connection.Read<TextReader>("select 'text'").ReadToEnd());
        Assert.Equal(3, connection.Read<Stream>("select 'abc'::blob").Length);
        Assert.Equal(DateTimeKind.Utc, connection.Read<DateTime>("select timestamptz '2024-01-02 00:00:00+00'").Kind);
        Assert.Equal(5, connection.Read<object>("select 5"));
    }

    [Theory]
    [InlineData("select 300", typeof(byte))]
    [InlineData("select -1", typeof(ulong))]
    [InlineData("select 9007199254740993::bigint", typeof(double))]
    [InlineData("select 0.1::double", typeof(float))]
    [InlineData("select 1.5::decimal(4,1)", typeof(int))]
    [InlineData("select 99999999999999999999999999999999999999::decimal(38,0)", typeof(decimal))]
    [InlineData("select 0.12345678901234567890123456789012345678::decimal(38,38)", typeof(decimal))]
    [InlineData("select 340282366920938463463374607431768211455::uhugeint", typeof(Int128))]
    [InlineData("select 'infinity'::date", typeof(DateOnly))]
    [InlineData("select '-infinity'::timestamp", typeof(DateTime))]
    [InlineData("select 'infinity'::timestamptz", typeof(DateTimeOffset))]
    [InlineData("select '20000-01-01'::date", typeof(DateOnly))]
    [InlineData("select '290000-01-01'::timestamp", typeof(DateTime))]
    [InlineData("select '0001-01-01 (BC)'::date", typeof(DateOnly))]
    [InlineData("select '2024-01-01 00:00:00.123456789'::timestamp_ns", typeof(DateTime))]
    [InlineData("select time '24:00:00'", typeof(TimeOnly))]
    [InlineData("select interval '1 month'", typeof(TimeSpan))]
    public void A_value_that_does_not_fit_is_an_overflow_and_never_another_value(string sql, Type type)
    {
        using var connection = Db.Open();
        var read = typeof(Db).GetMethod(nameof(Db.Read), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!.MakeGenericMethod(type);

        var error = Assert.Throws<System.Reflection.TargetInvocationException>(() => read.Invoke(null, [connection, sql, Array.Empty<object?>()]));

        Assert.IsType<OverflowException>(error.InnerException);
    }

    [Theory]
    [InlineData("99999999999999999999999999999999999999::decimal(38,0)", "99999999999999999999999999999999999999")]
    [InlineData("'-0.12345678901234567890123456789012345678'::decimal(38,38)", "-0.12345678901234567890123456789012345678")]
    public void The_exact_type_holds_every_decimal(string literal, string text)
    {
        using var connection = Db.Open();

        var value = connection.Read<DuckDbDecimal>($"select {literal}");

        Assert.Equal(text, value.ToString());
        Assert.Equal(value, DuckDbDecimal.Parse(text));
        Assert.Equal(true, connection.Scalar($"select $1 = {literal}", value));
    }

    [Theory]
    [InlineData("infinity")]
    [InlineData("-infinity")]
    [InlineData("0001-01-01")]
    [InlineData("0044-03-15 (BC)")]
    [InlineData("20000-12-31")]
    [InlineData("5877642-06-25 (BC)")]
    [InlineData("1900-02-28")]
    [InlineData("2000-02-29")]
    public void The_exact_type_holds_every_date_and_writes_it_as_DuckDB_does(string text)
    {
        using var connection = Db.Open();

        var value = connection.Read<DuckDbDate>($"select '{text}'::date");

        Assert.Equal(text, value.ToString());
        Assert.Equal(true, connection.Scalar($"select $1 = '{text}'::date", value));
    }

    [Theory]
    [InlineData("timestamp", "infinity")]
    [InlineData("timestamp", "-infinity")]
    [InlineData("timestamp", "290000-01-01 12:00:00.000001")]
    [InlineData("timestamp", "1969-12-31 23:59:59.5")]
    [InlineData("timestamp_ns", "1960-01-01 00:00:00.123456789")]
    [InlineData("timestamp_s", "0044-03-15 (BC) 01:02:03")]
    [InlineData("timestamp_ms", "2024-01-01 00:00:00.25")]
    public void The_exact_type_holds_every_timestamp_and_writes_it_as_DuckDB_does(string type, string text)
    {
        using var connection = Db.Open();

        var value = connection.Read<DuckDbTimestamp>($"select '{text}'::{type}");

        Assert.Equal(text, value.ToString());
        Assert.Equal(true, connection.Scalar($"select $1 = '{text}'::{type}", value));
    }

    [Theory]
    [InlineData("1 year 2 months -3 days 04:05:06.7")]
    [InlineData("00:00:00")]
    [InlineData("-1 days")]
    [InlineData("-00:00:01")]
    [InlineData("100 years")]
    [InlineData("1 month 1 day")]
    public void Intervals_are_written_as_DuckDB_does(string text)
    {
        using var connection = Db.Open();

        Assert.Equal(connection.Scalar($"select (interval '{text}')::varchar"), connection.Read<DuckDbInterval>($"select interval '{text}'").ToString());
    }

    [Fact]
    public void A_null_is_refused_where_the_type_has_none()
    {
        using var connection = Db.Open();
        using var command = connection.CreateCommand("select null::integer as i, [1, null] as l");
        using var reader = command.ExecuteReader();
        Assert.True(reader.Read());

        Assert.True(reader.IsDBNull(0));
        Assert.Equal(DBNull.Value, reader.GetValue(0));
        Assert.Equal("the column 'i' is NULL; ask IsDBNull first, or read a nullable type", Assert.Throws<InvalidCastException>(() => reader.GetInt32(0)).Message);
        Assert.Equal("an element is NULL, which Int32 cannot hold; read it as Int32?", Assert.Throws<InvalidCastException>(() => reader.GetFieldValue<int[]>(1)).Message);
        Assert.Equal("a INTEGER[] cannot be read as Guid; its type is List<Int32?>", Assert.Throws<InvalidCastException>(() => reader.GetGuid(1)).Message);
    }

    [Fact]
    public void A_reader_that_is_on_no_row_or_closed_says_so()
    {
        using var connection = Db.Open();
        using var command = connection.CreateCommand("select 1::bigint i");
        var reader = command.ExecuteReader();

        Assert.Equal("the reader is before the first row; call Read first", Assert.Throws<InvalidOperationException>(() => reader.GetInt64(0)).Message);
        Assert.True(reader.HasRows);
        Assert.True(reader.Read());
        Assert.Throws<IndexOutOfRangeException>(() => reader.GetInt64(1));
        Assert.Throws<IndexOutOfRangeException>(() => reader.GetOrdinal("nope"));
        Assert.Equal(0, reader.GetOrdinal("I"));
        Assert.False(reader.Read());
        Assert.False(reader.Read());
        Assert.Equal("the reader is after the last row", Assert.Throws<InvalidOperationException>(() => reader.GetInt64(0)).Message);
        reader.Close();
        Assert.Throws<InvalidOperationException>(() => reader.Read());
        Assert.Throws<InvalidOperationException>(() => reader.FieldCount);
        Assert.Throws<InvalidOperationException>(() => reader.GetInt64(0));
    }

    [Fact]
    public void Rows_are_the_same_streamed_or_not_over_many_chunks()
    {
        using var connection = Db.Open();
        foreach (var stream in new[] { false, true })
        {
            using var command = connection.CreateCommand("select range, range::varchar, if(range % 3 = 0, null, range) from range(100000) order by 1");
            command.StreamResult = stream;
            using var reader = command.ExecuteReader();
            var row = 0L;
            while (reader.Read())
            {
                Assert.Equal(row, reader.GetInt64(0));
                Assert.Equal($"{row}", reader.GetString(1));
                Assert.Equal(row % 3 == 0, reader.IsDBNull(2));
                row++;
            }

            Assert.Equal(100_000, row);
        }
    }

    [Fact]
    public void Numbers_are_right_in_chunks_with_and_without_nulls_and_in_every_column()
    {
        using var connection = Db.Open();
        var columns = Enumerable.Range(0, 7).Select(n =>
            $"if(range between 3000 and 3010, null, range + {n}) l{n}, (range * 2 + {n})::integer i{n}, (range + {n} + 0.5)::double d{n}");
        using var command = connection.CreateCommand($"select {string.Join(", ", columns)} from range(7000) order by range");
        using var reader = command.ExecuteReader();

        for (var row = 0; row < 7000; row++)
        {
            Assert.True(reader.Read());
            for (var n = 0; n < 7; n++)
            {
                var isNull = row is >= 3000 and <= 3010;
                Assert.Equal(isNull, reader.IsDBNull(n * 3));
                Assert.Equal(isNull ? null : row + n, reader.GetFieldValue<long?>(n * 3));
                Assert.Equal(isNull ? typeof(InvalidCastException) : null, Record.Exception(() => Assert.Equal(row + n, reader.GetInt64(n * 3)))?.GetType());
                Assert.Equal((row * 2) + n, reader.GetInt32((n * 3) + 1));
                Assert.Equal((row * 2) + n, reader.GetInt64((n * 3) + 1));
                Assert.Equal(row + n + 0.5, reader.GetDouble((n * 3) + 2));
                Assert.Equal(row + n + 0.5, reader.GetFieldValue<double>((n * 3) + 2));
            }
        }

        Assert.False(reader.Read());
        Assert.Throws<InvalidOperationException>(() => reader.GetInt32(1));
        Assert.Throws<InvalidOperationException>(() => reader.GetDouble(2));
    }

    [Fact]
    public void A_stream_keeps_its_connection_busy_until_it_is_closed()
    {
        using var connection = Db.Open();
        using var command = connection.CreateCommand("select * from range(1000000)");
        command.StreamResult = true;
        using (var reader = command.ExecuteReader())
        {
            Assert.True(reader.Read());
            Assert.Throws<InvalidOperationException>(() => connection.Scalar("select 1"));
            Assert.Throws<InvalidOperationException>(() => connection.BeginTransaction());
        }

        Assert.Equal(1, connection.Scalar("select 1"));
    }

    [Fact]
    public void An_error_in_the_middle_of_a_stream_is_told()
    {
        using var connection = Db.Open();
        using var command = connection.CreateCommand("select if(range = 900000, error('late'), range) from range(1000000)");
        command.StreamResult = true;

        var error = Assert.Throws<DuckDbException>(() =>
        {
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
            }
        });

        Assert.Contains("late", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, connection.Scalar("select 1"));
    }

    [Fact]
    public void Columns_are_described_with_their_types()
    {
        using var connection = Db.Open();
        using var command = connection.CreateCommand("select 1.5::decimal(18,2) amount, {'a': 1, 'b c': ['x']} s");
        using var reader = command.ExecuteReader();

        var columns = reader.GetColumnSchema().Cast<DuckDbColumn>().ToList();
        var table = reader.GetSchemaTable()!;

        Assert.Equal(("amount", "DECIMAL(18,2)", 18, 2), (columns[0].ColumnName, columns[0].DataTypeName, columns[0].NumericPrecision, columns[0].NumericScale));
        Assert.Equal("STRUCT(a INTEGER, \"b c\" VARCHAR[])", columns[1].DataTypeName);
        Assert.Equal("b c", columns[1].Type.Fields[1].Name);
        Assert.Equal(DuckDbTypeKind.Varchar, columns[1].Type.Fields[1].Type.Element!.Kind);
        Assert.Equal(typeof(decimal), table.Rows[0][SchemaTableColumn.DataType]);
        Assert.Equal((short)18, table.Rows[0][SchemaTableColumn.NumericPrecision]);
    }

    [Fact]
    public void Bytes_and_characters_are_copied_in_parts()
    {
        using var connection = Db.Open();
        using var command = connection.CreateCommand("select 'abcdef'::blob b, 'ghijkl' t");
        using var reader = command.ExecuteReader();
        Assert.True(reader.Read());
        var (bytes, letters) = (new byte[4], new char[4]);

        Assert.Equal(6, reader.GetBytes(0, 0, null, 0, 0));
        Assert.Equal(2, reader.GetBytes(0, 4, bytes, 1, 3));
        Assert.Equal(3, reader.GetChars(1, 1, letters, 0, 3));
        Assert.Equal("\0ef\0"u8.ToArray(), bytes);
        Assert.Equal("hij\0", new string(letters));
    }

    [Fact]
    public void A_single_row_is_all_that_is_read_where_that_is_asked_for()
    {
        using var connection = Db.Open();
        using var command = connection.CreateCommand("select * from range(7, 5000)");
        using var reader = command.ExecuteReader(CommandBehavior.SingleRow | CommandBehavior.CloseConnection);

        Assert.True(reader.Read());
        Assert.Equal(7, reader.GetInt64(0));
        Assert.False(reader.Read());
        reader.Close();
        Assert.Equal(ConnectionState.Closed, connection.State);
    }

    [Fact]
    public void A_reader_of_the_schema_alone_runs_nothing()
    {
        using var connection = Db.Open();
        connection.Execute("create table t (i integer)");
        using var command = connection.CreateCommand("insert into t values (1) returning i as j, 'x' as s");
        using (var reader = command.ExecuteReader(CommandBehavior.SchemaOnly))
        {
            Assert.Equal(("j", "VARCHAR", 2), (reader.GetName(0), reader.GetDataTypeName(1), reader.FieldCount));
            Assert.False(reader.Read());
            Assert.False(reader.NextResult());
        }

        Assert.Equal(0L, connection.Scalar("select count(*) from t"));
    }

    [Fact]
    public void A_reader_is_enumerated_as_records()
    {
        using var connection = Db.Open();
        using var command = connection.CreateCommand("select range i from range(3)");
        using var reader = command.ExecuteReader();

        Assert.Equal([0L, 1L, 2L], ((IEnumerable)reader).Cast<IDataRecord>().Select(record => record.GetInt64(0)));
    }
}
