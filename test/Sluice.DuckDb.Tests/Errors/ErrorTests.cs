namespace Sluice.DuckDb.Tests.Errors;

public class ErrorTests
{
    [Theory]
    [InlineData("selec 1", DuckDbErrorType.Parser, "selec", "syntax error at or near \"selec\"")]
    [InlineData("select 1;\r\nselect nope from range(3)", DuckDbErrorType.Binder, "nope", null)]
    [InlineData("select 'ü日本🦆' || nope from range(3)", DuckDbErrorType.Binder, "nope", null)]
    [InlineData("/* one */\n\n\tselect\t'ü'\t,\tnope\tfrom range(3)", DuckDbErrorType.Binder, "nope", null)]
    [InlineData("select * from nowhere", DuckDbErrorType.Catalog, "nowhere", null)]
    [InlineData("select frobnicate(1)", DuckDbErrorType.Catalog, "frobnicate", null)]
    [InlineData("select\n  cast('x' as integer) as i", DuckDbErrorType.Conversion, "cast", null)]
    public void The_position_is_that_of_the_offending_word(string sql, DuckDbErrorType type, string word, string? summary)
    {
        using var connection = Db.Open();

        var error = Assert.Throws<DuckDbException>(() => connection.Execute(sql));

        Assert.Equal(type, error.ErrorType);
        Assert.Equal(sql, error.Sql);
        Assert.Equal(sql.IndexOf(word, StringComparison.Ordinal), error.Position);
        Assert.Equal(summary ?? error.Summary, error.Summary);
        Assert.DoesNotContain("LINE", error.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain("Error:", error.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(50)]
    [InlineData(1000)]
    public void The_position_is_found_in_long_lines_that_DuckDB_shortens(int columns)
    {
        using var connection = Db.Open();
        var sql = $"select {string.Concat(Enumerable.Range(0, columns).Select(i => $"{i} as c{i}, "))}nope, {string.Join(", ", Enumerable.Range(0, 100))} from range(3)";

        var error = Assert.Throws<DuckDbException>(() => connection.Execute(sql));

        Assert.Equal(sql.IndexOf("nope", StringComparison.Ordinal), error.Position);
    }

    [Theory]
    [InlineData("select error('mine')", DuckDbErrorType.InvalidInput)]
    [InlineData("select cast(300 as tinyint)", DuckDbErrorType.Conversion)]
    [InlineData("select 9223372036854775807::bigint + 1", DuckDbErrorType.OutOfRange)]
    [InlineData("create table c (i integer check (i > 0)); insert into c values (0)", DuckDbErrorType.Constraint)]
    [InlineData("copy (select 1) to '/nowhere/x.csv'", DuckDbErrorType.IO)]
    [InlineData("select * from read_csv('/nowhere.csv')", DuckDbErrorType.IO)]
    [InlineData("set memory_limit = '1MB'; select count(distinct range) from range(10000000)", DuckDbErrorType.OutOfMemory)]
    [InlineData("create table d (i integer); create view d as select 1", DuckDbErrorType.Catalog)]
    public void Errors_have_the_type_that_DuckDB_gives_them(string sql, DuckDbErrorType type)
    {
        using var connection = Db.Open("temp_directory=;");

        var error = Assert.Throws<DuckDbException>(() => connection.Execute(sql));

        Assert.Equal(type, error.ErrorType);
        Assert.False(error.IsTransient);
    }

    [Fact]
    public void An_unknown_named_parameter_is_an_error()
    {
        using var connection = Db.Open();
        using var command = connection.CreateCommand("select $name");
        command.Parameters.AddWithValue("name", 1);
        command.Parameters.AddWithValue("@nam", 2);

        var error = Assert.Throws<InvalidOperationException>(() => command.ExecuteScalar());

        Assert.Equal("the parameter $nam of the command is not in its SQL: it takes $name", error.Message);
    }

    [Fact]
    public void A_parameter_without_a_value_is_an_error()
    {
        using var connection = Db.Open();
        using var command = connection.CreateCommand("select $name");

        var error = Assert.Throws<InvalidOperationException>(() => command.ExecuteScalar());

        Assert.Equal("the parameter $name of the SQL has no value: the command has no parameters", error.Message);
    }

    [Theory]
    [InlineData("select ?", 2, 1)]
    [InlineData("select $1; select $1", 2, 1)]
    [InlineData("select ?; select ?", 3, 2)]
    [InlineData("select 1", 1, 0)]
    public void Too_many_unnamed_parameters_are_an_error(string sql, int given, int taken)
    {
        using var connection = Db.Open();
        using var command = connection.Command(sql, [.. Enumerable.Range(0, given).Cast<object?>()]);

        var error = Assert.Throws<InvalidOperationException>(() => command.ExecuteNonQuery());

        Assert.Equal($"the command has {given} unnamed parameters, its SQL takes {taken}", error.Message);
    }

    [Fact]
    public void Text_that_is_no_utf_16_is_refused()
    {
        using var connection = Db.Open();

        Assert.ThrowsAny<ArgumentException>(() => connection.Scalar("select $1", "\ud800"));
    }
}
