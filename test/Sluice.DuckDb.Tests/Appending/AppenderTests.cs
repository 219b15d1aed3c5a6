using System.Globalization;
using Sluice.DuckDb.Tests.Types;

namespace Sluice.DuckDb.Tests.Appending;

public class AppenderTests
{
    public static TheoryData<string, string, object> Values() => RoundTripTests.Values();

    [Theory, MemberData(nameof(Values))]
    public void An_appended_value_comes_back_as_it_was_and_so_does_null(string type, string literal, object value)
    {
        using var connection = Db.Open();
        connection.Execute("set timezone = 'UTC'");
        connection.Execute($"create table t (i integer, v {type})");

        using (var appender = connection.CreateAppender("t"))
        {
            // More than a chunk, so that a chunk is used twice and lists outgrow their first memory.
            for (var row = 0; row < 3000; row++)
            {
                appender.Append(row).Append(row % 7 == 5 ? null : value).EndRow();
            }

            Assert.Equal(3000, appender.Complete());
        }

        Assert.Equal(value, connection.Scalar("select v from t order by i desc"));
        Assert.Equal(DBNull.Value, connection.Scalar("select v from t where i = 5"));
        Assert.Equal(
            3000L,
            connection.Scalar($"select count(*) from t where if(i % 7 = 5, v is null, v is not distinct from ({literal})::{type} or isnan(try_cast(v::varchar as double)))"));
    }

    [Fact]
    public void Typed_values_go_to_columns_of_every_width()
    {
        using var connection = Db.Open();
        connection.Execute("create table t (a tinyint, b ubigint, c decimal(18,2), d float, e date, f timestamp_ms, g timestamp, h boolean, i hugeint)");

        using var appender = connection.CreateAppender("t", schema: "main");
        appender.Append(-5).Append(5L).Append(12.3m).Append(0.5).Append(new DateTime(2024, 1, 2)).Append(new DateTime(1969, 12, 31, 23, 59, 59, 999))
            .Append(new DateOnly(2024, 1, 2)).Append(true).Append(7).EndRow();
        appender.Complete();

        Assert.Equal(
            "-5|5|12.30|0.5|2024-01-02|1969-12-31 23:59:59.999|2024-01-02 00:00:00|true|7",
            connection.Scalar("select concat_ws('|', a, b, c, d, e, f, g, h, i) from t"));
    }

    [Theory]
    [InlineData("tinyint", 128L, "column 0 of t: the value 128 does not fit TINYINT")]
    [InlineData("utinyint", -1L, "column 0 of t: the value -1 does not fit UTINYINT")]
    [InlineData("uhugeint", -1L, "column 0 of t: the value -1 does not fit UHUGEINT")]
    [InlineData("float", 0.1, "column 0 of t: the value 0.1 does not fit FLOAT")]
    public void A_number_that_does_not_fit_is_refused(string type, object value, string message)
    {
        using var connection = Db.Open();
        connection.Execute($"create table t (v {type})");
        using var appender = connection.CreateAppender("t");

        var error = Assert.Throws<OverflowException>(() => appender.Append(value));

        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void A_decimal_is_never_rounded()
    {
        using var connection = Db.Open();
        connection.Execute("create table t (v decimal(4,2))");
        using var appender = connection.CreateAppender("t");

        Assert.Throws<OverflowException>(() => appender.Append(1.005m));
        Assert.Throws<OverflowException>(() => appender.Append(100m));
        appender.Append(1.500m).EndRow();
        appender.Complete();

        Assert.Equal(1.50m, connection.Scalar("select v from t"));
    }

    [Fact]
    public void Text_in_a_number_column_is_refused()
    {
        using var connection = Db.Open();
        connection.Execute("create table t (v integer)");
        using var appender = connection.CreateAppender("t");

        var error = Assert.Throws<InvalidCastException>(() => appender.Append((object)"1"));

        Assert.Equal("column 0 of t: a String cannot be written to a INTEGER", error.Message);
    }

    [Fact]
    public void An_appender_that_is_not_completed_leaves_nothing()
    {
        using var connection = Db.Open();
        connection.Execute("create table t (v integer)");

        using (var appender = connection.CreateAppender("t"))
        {
            for (var row = 0; row < 5000; row++)
            {
                appender.Append(row).EndRow();
            }
        }

        Assert.Equal(0L, connection.Scalar("select count(*) from t"));
    }

    [Fact]
    public void A_violated_constraint_is_told_and_nothing_of_the_batch_is_kept()
    {
        using var connection = Db.Open();
        connection.Execute("create table t (v integer primary key)");
        var appender = connection.CreateAppender("t");
        appender.Append(1).EndRow();
        appender.Append(1).EndRow();

        var error = Assert.Throws<DuckDbException>(() => appender.Complete());

        Assert.Equal(DuckDbErrorType.Constraint, error.ErrorType);
        Assert.Throws<InvalidOperationException>(() => appender.Append(2));
        appender.Dispose();
        Assert.Equal(0L, connection.Scalar("select count(*) from t"));
    }

    [Fact]
    public void Rows_follow_the_transaction_around_them()
    {
        using var connection = Db.Open();
        connection.Execute("create table t (v integer)");

        using (connection.BeginTransaction())
        using (var appender = connection.CreateAppender("t"))
        {
            appender.Append(1).EndRow();
            appender.Complete();
        }

        Assert.Equal(0L, connection.Scalar("select count(*) from t"));
    }

    [Fact]
    public void Defaults_are_filled_in()
    {
        using var connection = Db.Open();
        connection.Execute("create table t (a integer, b varchar default 'none')");

        using var appender = connection.CreateAppender("t");
        appender.Append(1).AppendDefault().EndRow();
        appender.AppendRow(2, "some");
        appender.Complete();

        Assert.Equal("none,some", connection.Scalar("select string_agg(b, ',' order by a) from t"));
    }

    [Fact]
    public void A_row_with_too_few_or_too_many_values_is_refused()
    {
        using var connection = Db.Open();
        connection.Execute("create table t (a integer, b integer)");
        using var appender = connection.CreateAppender("t");
        appender.Append(1);

        Assert.Equal("the row has 1 values; the table t has 2 columns", Assert.Throws<InvalidOperationException>(appender.EndRow).Message);
        appender.Append(2);
        Assert.Throws<InvalidOperationException>(() => appender.Append(3));
    }

    [Fact]
    public void An_unknown_table_is_told()
    {
        using var connection = Db.Open();

        var error = Assert.Throws<DuckDbException>(() => connection.CreateAppender("nowhere"));

        Assert.Contains("nowhere", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_is_copied_chunk_by_chunk()
    {
        using var source = Db.Open();
        using var target = Db.Open();
        source.Execute("create table t as select range::integer i, 'text number ' || range s, [range, null] l, {'a': range} st from range(10000)");
        target.Execute("create table t (i integer, s varchar, l bigint[], st struct(a bigint))");
        using var command = source.CreateCommand("select * from t");
        command.StreamResult = true;

        using var reader = command.ExecuteReader();
        using var appender = target.CreateAppender("t");
        var copied = appender.Append(reader);
        appender.Complete();

        Assert.Equal(10_000, copied);
        Assert.Equal(source.Scalar("select md5(string_agg(t::varchar, '' order by i)) from t"), target.Scalar("select md5(string_agg(t::varchar, '' order by i)) from t"));
    }

    [Fact]
    public void Columns_are_written_into_the_memory_of_a_chunk()
    {
        using var connection = Db.Open();
        connection.Execute("create table t (i bigint, d double, s varchar)");

        using var appender = connection.CreateAppender("t");
        using var chunk = appender.CreateChunk();
        for (var round = 0; round < 3; round++)
        {
            var numbers = chunk.Span<long>(0);
            var doubles = chunk.Span<double>(1);
            for (var row = 0; row < 1000; row++)
            {
                numbers[row] = (round * 1000) + row;
                doubles[row] = row / 2.0;
                chunk.Set(2, row, row.ToString(CultureInfo.InvariantCulture));
            }

            chunk.SetNull(1, 5);
            appender.Append(chunk, 1000);
        }

        Assert.Equal(3000, appender.Complete());
        Assert.Equal("3000|4498500|3|1498500", connection.Scalar("select concat_ws('|', count(*), sum(i), sum((d is null)::int), sum(s::int)) from t"));
        Assert.Throws<InvalidCastException>(() => chunk.Span<int>(0).Length);
    }

    [Fact]
    public void Chunks_give_their_columns_as_spans()
    {
        using var connection = Db.Open();
        using var command = connection.CreateCommand("select range i, if(range = 3, null, range::varchar) s, date '1970-01-02' d from range(5000)");
        using var reader = command.ExecuteReader();
        var (sum, rows) = (0L, 0);

        while (reader.ReadChunk() is { } chunk)
        {
            using (chunk)
            {
                foreach (var value in chunk.Span<long>(0))
                {
                    sum += value;
                }

                Assert.Equal(rows == 0, chunk.IsNull(1, 3));
                Assert.Equal(1, chunk.Span<int>(2)[0]);
                Assert.Equal(new DateOnly(1970, 1, 2), chunk.Get<DateOnly>(2, 0));
                rows += chunk.RowCount;
            }
        }

        Assert.Equal((12_497_500L, 5000), (sum, rows));
    }
}
