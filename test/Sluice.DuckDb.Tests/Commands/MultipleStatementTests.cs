namespace Sluice.DuckDb.Tests.Commands;

public class MultipleStatementTests
{
    [Fact]
    public void Statements_run_in_order_and_each_result_is_read()
    {
        using var connection = Db.Open();
        using var command = connection.CreateCommand("create table t (i integer); insert into t values (1), (2); select i from t; select 'x' as s");

        using var reader = command.ExecuteReader();

        Assert.Equal("i", reader.GetName(0));
        Assert.Equal(2, reader.RecordsAffected);
        Assert.True(reader.Read());
        Assert.True(reader.NextResult());
        Assert.True(reader.Read());
        Assert.Equal("x", reader.GetString(0));
        Assert.False(reader.Read());
        Assert.False(reader.NextResult());
    }

    [Fact]
    public void Rows_changed_are_summed_over_the_statements()
    {
        using var connection = Db.Open();

        Assert.Equal(-1, connection.Execute("create table t (i integer)"));
        Assert.Equal(5, connection.Execute("insert into t values (1), (2), (3); update t set i = 9 where i < 3; select * from t"));
        Assert.Equal(3, connection.Execute("create table u as select * from t"));
        Assert.Equal(0, connection.Execute("delete from t where i = 77"));
    }

    [Fact]
    public void Closing_the_reader_runs_the_statements_that_are_left()
    {
        using var connection = Db.Open();
        connection.Execute("create table t (i integer)");

        using (var command = connection.CreateCommand("select 1; insert into t values (1); select 2; insert into t values (2)"))
        using (var reader = command.ExecuteReader())
        {
            Assert.True(reader.Read());
        }

        Assert.Equal(2L, connection.Scalar("select count(*) from t"));
    }

    [Fact]
    public void A_statement_that_fails_stops_the_ones_after_it()
    {
        using var connection = Db.Open();
        connection.Execute("create table t (i integer)");

        Assert.Throws<DuckDbException>(() => connection.Execute("insert into t values (1); select nope; insert into t values (2)"));

        Assert.Equal(1L, connection.Scalar("select count(*) from t"));
    }

    [Fact]
    public void Question_marks_take_their_values_over_all_statements()
    {
        using var connection = Db.Open();
        connection.Execute("create table t (i integer, s varchar)");

        connection.Execute("insert into t values (?, ?); insert into t values (?, '?')", 1, "one", 2);

        Assert.Equal("1one2?", connection.Scalar("select string_agg(i || s, '' order by i) from t"));
    }

    [Fact]
    public void A_named_parameter_has_one_value_in_all_statements()
    {
        using var connection = Db.Open();
        using var command = connection.CreateCommand("create table t (i integer); insert into t values ($a), ($b); insert into t values ($A)");
        command.Parameters.AddWithValue("@b", 5);
        command.Parameters.AddWithValue("a", 7);

        command.ExecuteNonQuery();

        Assert.Equal(19, connection.Read<int>("select sum(i) from t"));
    }

    [Fact]
    public void A_numbered_parameter_has_one_value_in_all_statements()
    {
        using var connection = Db.Open();

        connection.Execute("create table t (i integer); insert into t values ($1), ($2); insert into t values ($1)", 10, 1);

        Assert.Equal(21, connection.Read<int>("select sum(i) from t"));
    }
}
