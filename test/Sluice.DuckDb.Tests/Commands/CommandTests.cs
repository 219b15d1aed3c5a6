using System.Data;

namespace Sluice.DuckDb.Tests.Commands;

public class CommandTests
{
    [Fact]
    public void A_prepared_command_runs_again_with_other_values_and_types()
    {
        using var connection = Db.Open();
        connection.Execute("create table t (i bigint, s varchar)");
        using var command = connection.Command("insert into t values (?, ?)", 1, "a");
        command.Prepare();

        command.ExecuteNonQuery();
        command.Parameters[0].Value = 2L;
        command.Parameters[1].Value = null;
        command.ExecuteNonQuery();
        command.Parameters[0].Value = 3.0m;
        command.Parameters[1].Value = 4;
        command.ExecuteNonQuery();

        Assert.Equal("1a,2,34", connection.Scalar("select string_agg(concat(i, s), ',' order by i) from t"));
    }

    [Fact]
    public void A_prepared_command_notices_that_its_table_has_changed()
    {
        using var connection = Db.Open();
        connection.Execute("create table t as select 1 a");
        using var command = connection.CreateCommand("select * from t");
        Assert.Equal(1, command.ExecuteScalar());

        connection.Execute("create or replace table t as select 'x' b, 2 c");

        using var reader = command.ExecuteReader();
        Assert.True(reader.Read());
        Assert.Equal(("b", 2, "x"), (reader.GetName(0), reader.FieldCount, reader.GetString(0)));
    }

    [Fact]
    public void New_text_means_a_new_plan()
    {
        using var connection = Db.Open();
        using var command = connection.CreateCommand("select 1");
        Assert.Equal(1, command.ExecuteScalar());

        command.CommandText = "select 'two'";

        Assert.Equal("two", command.ExecuteScalar());
    }

    [Theory]
    [InlineData("select $name")]
    [InlineData("select $NAME")]
    public void A_name_is_found_whatever_sign_and_case_it_has(string sql)
    {
        using var connection = Db.Open();
        foreach (var name in new[] { "name", "$name", "@Name", ":NAME" })
        {
            using var command = connection.CreateCommand(sql);
            command.Parameters.AddWithValue(name, 5);
            Assert.Equal(5, command.ExecuteScalar());
        }
    }

    [Fact]
    public void A_declared_type_converts_the_value()
    {
        using var connection = Db.Open();
        (DbType Type, object Value, string Expected)[] cases =
        [
            (DbType.Int64, 5, "BIGINT"), (DbType.Date, new DateTime(2024, 1, 2, 3, 4, 5), "DATE"), (DbType.Decimal, 5, "DECIMAL(1,0)"),
            (DbType.String, 5, "VARCHAR"), (DbType.Guid, "00112233-4455-6677-8899-aabbccddeeff", "UUID"), (DbType.Double, "1.5", "DOUBLE"),
            (DbType.DateTimeOffset, new DateTime(2024, 1, 2), "TIMESTAMP WITH TIME ZONE"),
        ];
        foreach (var (type, value, expected) in cases)
        {
            using var command = connection.CreateCommand("select typeof($1)");
            command.Parameters.Add(new DuckDbParameter(value) { DbType = type });
            Assert.Equal(expected, command.ExecuteScalar());
        }

        using var wrong = connection.CreateCommand("select $1");
        wrong.Parameters.Add(new DuckDbParameter("x") { DbType = DbType.Int32 });
        Assert.Throws<InvalidCastException>(() => wrong.ExecuteScalar());
    }

    [Fact]
    public void A_list_is_sent_without_a_type_to_go_by()
    {
        using var connection = Db.Open();

        Assert.Equal("INTEGER[]", connection.Scalar("select typeof($1)", new List<int>()));
        Assert.Equal("INTEGER[]", connection.Scalar("select typeof($1)", new int?[] { null, 3 }));
        Assert.Equal("DECIMAL(4,2)[]", connection.Scalar("select typeof($1)", new[] { 1.25m, 10m }));
        Assert.Equal("MAP(VARCHAR, INTEGER)", connection.Scalar("select typeof($1)", new Dictionary<string, int> { ["a"] = 1 }));
        Assert.Equal("STRUCT(a INTEGER, b VARCHAR)", connection.Scalar("select typeof($1)", new Dictionary<string, object?> { ["a"] = 1, ["b"] = "x" }));
        Assert.Equal(2L, connection.Scalar("select count(*) from range(10) where range in (select unnest($1))", new[] { 3, 5 }));
    }

    [Fact]
    public void A_command_without_text_or_connection_says_so()
    {
        using var connection = Db.Open();

        Assert.Equal("the command has no text", Assert.Throws<InvalidOperationException>(() => connection.Execute(" ")).Message);
        Assert.Equal("the command has no connection", Assert.Throws<InvalidOperationException>(() => new DuckDbCommand("select 1").ExecuteScalar()).Message);
        Assert.Equal(-1, connection.Execute("-- nothing"));
        Assert.Equal(-1, connection.Execute("select 1;;"));
    }

    [Fact]
    public void A_scalar_is_null_without_a_row_and_DBNull_for_a_null()
    {
        using var connection = Db.Open();

        Assert.Null(connection.Scalar("select 1 where false"));
        Assert.Equal(DBNull.Value, connection.Scalar("select null"));
    }
}
